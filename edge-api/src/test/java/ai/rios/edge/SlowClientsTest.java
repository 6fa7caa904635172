package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time hold a connection only so long. The limits are small here; a close is awaited, not timed. */
class SlowClientsTest {
    @TempDir
    static Path folder;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(
                folder,
                config -> config.limits(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(1_500)));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static RawSocket connect() {
        return new RawSocket("127.0.0.1", edge.edge.port());
    }

    @Test
    void oneThatSaysNothingIsCutOff() {
        try (RawSocket socket = connect()) {
            assertThat(socket.hearUntilClosed()).isEmpty();
        }
    }

    @Test
    void oneThatStopsInItsFirstLineIsCutOff() {
        try (RawSocket socket = connect().say("GET /hea")) {
            assertThat(socket.hearUntilClosed()).isEmpty();
        }
    }

    @Test
    void oneThatStopsInItsHeadersIsCutOff() {
        try (RawSocket socket = connect().say("GET /health HTTP/1.1\r\nHost: a\r\nX-A: ")) {
            assertThat(socket.hearUntilClosed()).doesNotContain("200");
        }
    }

    @Test
    void oneThatStopsInItsBodyIsCutOff() {
        try (RawSocket socket = connect()
                .say(
                        "POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                + edge.token("acme") + "\r\nContent-Length: 100\r\n\r\n{")) {
            assertThat(socket.hearUntilClosed()).doesNotContain("201");
        }
        assertThat(edge.backbone.commands()).isEmpty();
    }

    @Test
    void oneThatStopsInARefusedBodyIsCutOff() {
        try (RawSocket socket =
                connect().say("POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")) {
            assertThat(socket.hearUntilClosed()).contains("HTTP/1.1 401");
        }
    }

    @Test
    void oneThatIsIdleBetweenRequestsIsCutOffLater() {
        try (RawSocket socket = connect().say("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 200");
            assertThat(socket.hearUntilClosed()).isEmpty();
        }
    }

    @Test
    void theyAreCounted() {
        try (RawSocket socket = connect()) {
            assertThat(socket.hearUntilClosed()).isEmpty();
        }

        String metrics = edge.get("/metrics").text();
        assertThat(metrics).containsPattern("rios_edge_connections_expired_total\\{[^}]*} [1-9]");
    }
}
