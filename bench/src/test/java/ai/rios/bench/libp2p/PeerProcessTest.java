package ai.rios.bench.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PeerProcessTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private PeerProcess start(Duration silence, String... lines) throws IOException {
        Path peer = folder.resolve("peer");
        Script.write(peer, lines);
        return PeerProcess.start("The dialer of ours under \"echo\"", List.of(peer.toString()), silence);
    }

    @Test
    void aPeerThatSaysNothingIsNotWaitedForAndIsNamed() throws IOException {
        try (PeerProcess peer = start(SHORT, "exec sleep 1000")) {
            assertThatThrownBy(() -> peer.await("echo"))
                    .isInstanceOf(BenchException.class)
                    .hasMessage("The dialer of ours under \"echo\" said nothing for 0.05 s, where echo was due");
        }
    }

    @Test
    void theTimeThatAPeerWasAskedToTakeIsNoSilence() throws IOException {
        try (PeerProcess peer = start(SHORT, "sleep 0.3", "echo '{\"event\":\"idle\",\"held\":7}'", "read line")) {
            assertThat(peer.await("idle", Duration.ofSeconds(50)).number("held"))
                    .isEqualTo(7);
        }
    }
}
