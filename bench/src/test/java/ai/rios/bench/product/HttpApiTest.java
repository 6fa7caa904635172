package ai.rios.bench.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpApiTest {
    private ServerSocket edge;

    @BeforeEach
    void open() throws IOException {
        edge = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void close() throws IOException {
        edge.close();
    }

    private Optional<Reply> answered(String head, String body, Duration limit) {
        Thread.ofVirtual().start(() -> {
            try (Socket client = edge.accept()) {
                client.getInputStream().read(new byte[4_096]);
                client.getOutputStream()
                        .write(("HTTP/1.1 " + head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
                // Until the client goes.
                client.getInputStream().readAllBytes();
            } catch (IOException gone) {
                // The client broke off.
            }
        });
        try (HttpApi api = new HttpApi(URI.create("http://127.0.0.1:" + edge.getLocalPort()), limit)) {
            return api.send("token", "GET", "/v1/deployments", null, Map.of());
        }
    }

    @Test
    void whatSaysThatAllIsWellMustBeReadable() {
        assertThatThrownBy(() -> answered("200 OK\r\nContent-Length: 7", "no JSON", Duration.ofSeconds(30)))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("no JSON");
    }

    @Test
    void anErrorNeedNotBeReadable() {
        assertThat(answered("502 Bad Gateway\r\nContent-Length: 7", "no JSON", Duration.ofSeconds(30)))
                .hasValueSatisfying(reply -> {
                    assertThat(reply.status()).isEqualTo(502);
                    assertThat(reply.code()).isEmpty();
                });
    }

    @Test
    void aBodyThatStallsIsNoAnswer() {
        assertThat(answered("200 OK\r\nContent-Length: 100", "{", Duration.ofMillis(300)))
                .isEmpty();
    }
}
