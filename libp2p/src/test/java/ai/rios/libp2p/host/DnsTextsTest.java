package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.io.Task;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name server on loopback that gives the same texts, or none, for every name. */
@Timeout(120)
final class DnsTextsTest {
    private static final int HEADER = 12;
    private static final int NAME_IS_NOT_KNOWN = 3;

    @SuppressWarnings("NullAway.Init")
    private DatagramSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Task<String> answering(int code, String... texts) {
        return Task.of(() -> {
            DatagramPacket question = new DatagramPacket(new byte[512], 512);
            server.receive(question);
            byte[] asked = Arrays.copyOf(question.getData(), question.getLength());
            int nameEnd = HEADER;
            StringBuilder name = new StringBuilder();
            while (asked[nameEnd] != 0) {
                name.append(new String(asked, nameEnd + 1, asked[nameEnd], StandardCharsets.US_ASCII))
                        .append('.');
                nameEnd += asked[nameEnd] + 1;
            }
            ByteBuffer answer = ByteBuffer.allocate(2_000)
                    .put(asked, 0, 2)
                    .putShort((short) (0x8180 | code))
                    .putShort((short) 1)
                    .putShort((short) texts.length)
                    .putInt(0)
                    .put(asked, HEADER, nameEnd + 5 - HEADER);
            for (String text : texts) {
                answer.putShort((short) 0xc00c)
                        .putShort((short) 16)
                        .putShort((short) 1)
                        .putInt(60)
                        .putShort((short) (text.length() + 1))
                        .put((byte) text.length())
                        .put(text.getBytes(StandardCharsets.US_ASCII));
            }
            server.send(new DatagramPacket(answer.array(), answer.position(), question.getSocketAddress()));
            return name.toString();
        });
    }

    private List<String> texts(String name) throws UnknownHostException {
        return new DnsTexts("dns://127.0.0.1:" + server.getLocalPort()).texts(name);
    }

    @Test
    void textsAreToldAsTheServerGivesThem() throws Exception {
        Task<String> asked = answering(0, "dnsaddr=/ip4/1.2.3.4/tcp/1", "v=other");
        assertThat(texts("_dnsaddr.example.org")).containsExactlyInAnyOrder("dnsaddr=/ip4/1.2.3.4/tcp/1", "v=other");
        assertThat(asked.result()).isEqualTo("_dnsaddr.example.org.");
    }

    @Test
    void aNameThatIsNotKnownIsSaidToBeSo() throws Exception {
        Task<String> asked = answering(NAME_IS_NOT_KNOWN);
        assertThatThrownBy(() -> texts("_dnsaddr.example.org")).isInstanceOf(UnknownHostException.class);
        assertThat(asked.result()).isEqualTo("_dnsaddr.example.org.");
    }

    @Test
    void namesThatMeanSomethingElseAreNotAskedFor() {
        for (String name : List.of("ldap://127.0.0.1/x", "a/b", "a\\b", "a b", "", ".", "a..b", "x".repeat(254))) {
            assertThatThrownBy(() -> texts(name))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("no machine is called");
        }
    }
}
