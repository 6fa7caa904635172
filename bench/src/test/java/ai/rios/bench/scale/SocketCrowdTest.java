package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SocketCrowdTest {
    private static final List<Tenant> TENANTS = List.of(new Tenant("a", "ta"), new Tenant("b", "tb"));
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:01Z"));

    private final LinkedBlockingQueue<Socket> clients = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> credentials = new LinkedBlockingQueue<>();
    private ServerSocket edge;

    @BeforeEach
    void listen() throws IOException {
        edge = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    @AfterEach
    void close() throws IOException {
        edge.close();
        for (Socket client : clients) {
            client.close();
        }
    }

    private InetSocketAddress answering(String answer) {
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    answer(edge.accept(), answer);
                }
            } catch (IOException ended) {
                // With the test.
            }
        });
        return (InetSocketAddress) edge.getLocalSocketAddress();
    }

    private void answer(Socket client, String answer) throws IOException {
        BufferedReader head =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
            if (line.startsWith("Authorization")) {
                credentials.add(line);
            }
        }
        client.getOutputStream().write((answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        clients.add(client);
    }

    private static void tell(Socket client, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        client.getOutputStream().write(new byte[] {(byte) 0x81, (byte) payload.length});
        client.getOutputStream().write(payload);
    }

    @Test
    void theSocketsOfAllTenantsAreToldAndTheDelayIsFromTheEventsTime() throws Exception {
        InetSocketAddress address = answering("HTTP/1.1 101 Switching Protocols");
        try (SocketCrowd crowd = SocketCrowd.open(address, TENANTS, 4, CLOCK)) {
            for (int at = 0; at < 4; at++) {
                tell(clients.take(), "{\"timestamp\":\"2026-01-01T00:00:00.900Z\"}");
            }
            SplitStack.await("all are told", () -> crowd.messages() == 4);

            assertThat(crowd.delays().getMinValue()).isEqualTo(100);
            assertThat(crowd.ended()).isZero();
            assertThat(credentials)
                    .containsExactlyInAnyOrder(
                            "Authorization: Bearer ta",
                            "Authorization: Bearer tb",
                            "Authorization: Bearer ta",
                            "Authorization: Bearer tb");
        }
    }

    @Test
    void aPingIsAnswered() throws Exception {
        InetSocketAddress address = answering("HTTP/1.1 101 Switching Protocols");
        try (SocketCrowd _ = SocketCrowd.open(address, TENANTS, 1, CLOCK);
                Socket client = clients.take()) {
            client.getOutputStream().write(new byte[] {(byte) 0x89, 1, 5});

            assertThat(client.getInputStream().readNBytes(7)).containsExactly((byte) 0x8A, (byte) 0x81, 0, 0, 0, 0, 5);
        }
    }

    @Test
    void whatTheEdgeEndsCounts() throws Exception {
        InetSocketAddress address = answering("HTTP/1.1 101 Switching Protocols");
        try (SocketCrowd crowd = SocketCrowd.open(address, TENANTS, 2, CLOCK)) {
            clients.take().close();

            SplitStack.await("one has ended", () -> crowd.ended() == 1);
        }
    }

    @Test
    void whatIsEndedBeforeAllAreOpenIsToldAtOnce() {
        Thread.ofVirtual().start(() -> {
            try (Socket client = edge.accept()) {
                client.getOutputStream().write("HTTP/1.1 101 ".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException ended) {
                // With the test.
            }
        });

        assertThatThrownBy(() -> SocketCrowd.open((InetSocketAddress) edge.getLocalSocketAddress(), TENANTS, 1, CLOCK))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("ended 1 sockets");
    }

    @Test
    void aRefusedHandshakeIsTold() {
        InetSocketAddress address = answering("HTTP/1.1 503 Service Unavailable");

        assertThatThrownBy(() -> SocketCrowd.open(address, TENANTS, 1, CLOCK))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("503");
    }
}
