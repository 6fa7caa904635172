package ai.rios.bench.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PairTest {
    private static final PeerLoad ECHO = PeerLoad.of("echo", PeerLoad.Kind.ROUND_TRIPS, "echo --count 10");

    @TempDir
    Path folder;

    private LoadFigures measure(Path peer) {
        return new Pair(new Implementation.Go(peer))
                .measure(ECHO, Placement.ANYWHERE, Duration.ZERO, Duration.ofMillis(1));
    }

    @Test
    void aLoadIsRunBetweenTwoProcesses() throws IOException {
        Path peer = folder.resolve("peer");
        Script.writeEcho(peer, 17);

        LoadFigures figures = measure(peer);

        assertThat(figures.figure()).isEqualTo(17);
        assertThat(figures.cpu()).isNotNegative();
    }

    @Test
    void whatAPeerSaysOfItsFailureIsTold() throws IOException {
        Path peer = folder.resolve("peer");
        Script.write(peer, "echo '{\"event\":\"error\",\"message\":\"no room\"}'");

        assertThatThrownBy(() -> measure(peer)).hasMessageContaining("no room");
    }

    @Test
    void anotherEventThanTheOneThatIsDueIsRefused() throws IOException {
        Path peer = folder.resolve("peer");
        Script.write(peer, "echo '{\"event\":\"reserved\"}'");

        assertThatThrownBy(() -> measure(peer))
                .hasMessageContaining("listening")
                .hasMessageContaining("reserved");
    }

    @Test
    void aPeerThatEndsEarlyIsNotWaitedFor() throws IOException {
        Path peer = folder.resolve("peer");
        Script.write(peer, "exit 0");

        assertThatThrownBy(() -> measure(peer)).hasMessageContaining("ended");
    }
}
