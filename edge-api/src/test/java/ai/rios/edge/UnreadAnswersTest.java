package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that ask and do not read hold a connection, or a stream, only so long. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnreadAnswersTest {
    @TempDir
    Path folder;

    private EdgeFixture edge;

    @BeforeEach
    void start() {
        edge = EdgeFixture.start(folder, config -> config.writeLimit(Duration.ofMillis(300)));
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void oneThatAsksAndAsksAndNeverReadsIsCutOff() {
        int asked = 1_000; // for more than the buffers of both sides hold
        String request = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n";
        try (RawSocket socket = new RawSocket("127.0.0.1", edge.edge.port())) {
            socket.say(request.repeat(asked));

            awaitExpired();

            assertThat(socket.hearUntilClosed().split("HTTP/1.1 200", -1)).hasSizeLessThan(asked);
        }
    }

    @Test
    void oneThatGivesAnAnswerOverHttp2NoMoreRoomLosesIt() {
        try (Http2Socket socket = new Http2Socket("127.0.0.1", edge.edge.port())) {
            socket.head(1, Http2Socket.request("GET", "/openapi.json"), true);

            assertThat(socket.hear(1).length()).isLessThan(100_000);
            awaitExpired();
        }
    }

    private void awaitExpired() {
        while (edge.expired() == 0) {
            Thread.onSpinWait();
        }
    }
}
