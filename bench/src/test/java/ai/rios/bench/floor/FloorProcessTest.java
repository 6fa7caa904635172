package ai.rios.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloorProcessTest {
    @Test
    void theFloorTakesTheProductsFlagsButNotWhatIsBoundToItsClassesOrSettings() {
        List<String> flags = FloorProcess.jvmFlags(List.of(
                "/jdk/bin/java",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:AOTCache=x.aot",
                "-Drios.home=/x",
                "-cp",
                "a.jar:b.jar",
                "--enable-native-access=ALL-UNNAMED",
                "ai.rios.Main",
                "-Xmx1g"));

        assertThat(flags).containsExactly("-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");
    }
}
