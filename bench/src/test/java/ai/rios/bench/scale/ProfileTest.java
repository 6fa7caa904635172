package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.scale.Profile.Samples;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileTest {
    @Test
    void sharesAreOfTheProcessAndTheBusiestComeFirst() {
        Map<String, Samples> samples = new LinkedHashMap<>();
        samples.put("edge", new Samples(30, Map.of("x", 10L, "y", 20L), Map.of("a.B.c", 30L)));
        samples.put("broker", new Samples(10, Map.of("z", 10L), Map.of()));

        List<String> lines = new Profile(samples).lines();

        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).contains("`edge`, 75.0 %").contains("y 66.7 %, x 33.3 %");
        assertThat(new Profile(samples).text()).contains("edge: 30 samples", "100.0 %  a.B.c");
    }

    @Test
    void threadsThatDoTheSameAreOneKind() {
        assertThat(Profile.kind("app-1b4e28ba-2fa1-11d2-883f-0016d3cca427-StreamThread-1"))
                .isEqualTo(Profile.kind("app-0b4e28ba-2fa1-11d2-883f-0016d3cca428-StreamThread-2"));
        assertThat(Profile.kind("[0x6bfe4a12 0x0c3f] WebServer socket"))
                .isEqualTo(Profile.kind("[0x1bfea1 0x1] WebServer socket"));
        assertThat(Profile.kind("")).isEqualTo(Profile.kind(null)).isEqualTo("virtual threads");
    }

    @Test
    void aRecordingOfThisProcessIsReadBack(@TempDir Path folder) {
        AtomicLong sum = new AtomicLong();
        Map<String, Long> pids = Map.of("self", ProcessHandle.current().pid());

        Profile profile = Profile.take(pids, folder, () -> sum.incrementAndGet());

        assertThat(profile.lines()).hasSize(1);
        assertThat(folder.resolve("self.jfr")).isNotEmptyFile();
        assertThat(folder.resolve("profile.txt")).isNotEmptyFile();
    }
}
