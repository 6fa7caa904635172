package ai.rios.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.EdgeConfig;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingSourcesTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("rios.properties"), text);
    }

    private static int port(SettingSources sources) {
        return Settings.read(StackSettings.all(), sources.file(), sources.environment(), sources.flags())
                .get(EdgeConfig.PORT);
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Optional<Path> file = Optional.of(file("edge.port = 1\n"));
        Map<String, String> environment = Map.of("RIOS_EDGE_PORT", "2");

        assertThat(port(SettingSources.of(file, Map.of(), List.of()))).isEqualTo(1);
        assertThat(port(SettingSources.of(file, environment, List.of()))).isEqualTo(2);
        assertThat(port(SettingSources.of(file, environment, List.of("edge.port=3", "edge.port=4"))))
                .isEqualTo(4);
    }

    @Test
    void whoeverSetsASettingItCountsAsSet() throws IOException {
        assertThat(SettingSources.of(Optional.empty(), Map.of(), List.of()).sets(EdgeConfig.PORT))
                .isFalse();
        assertThat(SettingSources.of(Optional.of(file("edge.port=1\n")), Map.of(), List.of())
                        .sets(EdgeConfig.PORT))
                .isTrue();
        assertThat(SettingSources.of(Optional.empty(), Map.of("RIOS_EDGE_PORT", "1"), List.of())
                        .sets(EdgeConfig.PORT))
                .isTrue();
        assertThat(SettingSources.of(Optional.empty(), Map.of(), List.of("edge.port="))
                        .sets(EdgeConfig.PORT))
                .isTrue();
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path missing = folder.resolve("missing.properties");

        assertThatThrownBy(() -> SettingSources.of(Optional.of(missing), Map.of(), List.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("the settings file " + missing + " cannot be read: there is no such file");
        Path garbled = file("edge.port=\\uZZZZ");
        assertThatThrownBy(() -> SettingSources.of(Optional.of(garbled), Map.of(), List.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(garbled.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge.port", "=1", ""})
    void aPairThatIsNoneIsRefused(String pair) {
        assertThatThrownBy(() -> SettingSources.of(Optional.empty(), Map.of(), List.of(pair)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("a setting has the form KEY=VALUE, was \"" + pair + "\"");
    }
}
