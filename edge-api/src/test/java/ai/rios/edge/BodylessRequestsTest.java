package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time for a body runs while one is waited for, and at no other time. The limits are small here. */
class BodylessRequestsTest {
    private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: a\r\n";

    @TempDir
    static Path folder;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(
                folder,
                config -> config.limits(Duration.ofMillis(1_500), Duration.ofMillis(300), Duration.ofSeconds(75)));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @BeforeEach
    void nothingIsDecided() {
        edge.backbone.fallSilent();
    }

    private static RawSocket connect() {
        return new RawSocket("127.0.0.1", edge.edge.port());
    }

    /** A client that says nothing is cut off, after a time that is many times the one for bodies. */
    private static void limitPasses() {
        try (RawSocket silent = connect()) {
            assertThat(silent.hearUntilClosed()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\n{}"})
    void aWriteThatReadsNoBodyMayWaitLonger(String rest) {
        int before = edge.backbone.commands().size();
        try (RawSocket socket = connect()
                .say(
                        "DELETE /v1/deployments/deploy_01kb0q5v3d4e8w2n6t9y7h1m5x HTTP/1.1\r\nHost: a\r\nPrefer: wait=60\r\n"
                                + "If-Match: *\r\nAuthorization: Bearer " + edge.token("acme") + "\r\n" + rest)) {
            while (edge.backbone.commands().size() == before) {
                Thread.onSpinWait();
            }
            limitPasses();
            edge.backbone.catchUp();

            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 404");
            assertThat(socket.say(HEALTH + "\r\n").hearAnswer()).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 0\r\n\r\n", "Content-Length: 2\r\n\r\n{}"})
    void aConnectionIsKeptAfterIt(String rest) {
        try (RawSocket socket = connect().say(HEALTH + rest)) {
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 200");
            limitPasses();

            assertThat(socket.say(HEALTH + "\r\n").hearAnswer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aConnectionThatIsUpgradedToHttp2IsKept() {
        try (Http2Socket socket = Http2Socket.upgraded(
                "127.0.0.1",
                edge.edge.port(),
                HEALTH + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
                        + "Content-Length: 0\r\n\r\n")) {
            assertThat(socket.hear(1)).contains("healthy");
            limitPasses();

            assertThat(socket.head(3, Http2Socket.request("GET", "/health"), true)
                            .hear(3))
                    .contains("healthy");
        }
    }
}
