package ai.rios.bench.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoPeerTest {
    @TempDir
    Path home;

    @Test
    void aPeerThatIsBuiltTellsWhatItIsMadeOf() throws IOException {
        Script.write(home.resolve("libp2p/src/test/interop/build"), "exit 0");
        Script.write(
                home.resolve("libp2p/target/interop/go-peer"),
                "echo '{\"event\":\"versions\",\"text\":\"go-libp2p 1.2\"}'");

        GoPeer go = GoPeer.build(home);

        assertThat(go.peer()).contains(new Implementation.Go(home.resolve("libp2p/target/interop/go-peer")));
        assertThat(go.note()).contains("go-libp2p 1.2");
    }

    @Test
    void whereGoIsMissingItIsSaid() throws IOException {
        Script.write(
                home.resolve("libp2p/src/test/interop/build"), "echo building", "echo 'go: not found' >&2", "exit 127");

        GoPeer go = GoPeer.build(home);

        assertThat(go.peer()).isEmpty();
        assertThat(go.note()).contains("go: not found", "alone", "not judged");
    }

    @Test
    void whereTheSourcesOfThePeerAreMissingItIsSaid() {
        assertThat(GoPeer.build(home).peer()).isEmpty();
        assertThat(GoPeer.build(home).note()).contains("interop/build");
    }
}
