package ai.rios.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class LoggingConfigTest {
    @Test
    void nothingSetMeansTheDefaults() {
        assertThat(LoggingConfig.from(settings(Map.of()))).isEqualTo(LoggingConfig.DEFAULTS);
    }

    @Test
    void everyKeyIsMapped() {
        LoggingConfig config = LoggingConfig.from(settings(Map.of(
                "log.level", "WARN,ai.rios.commands=DEBUG,org.x=ERROR", "log.format", "json", "log.file", "/x")));

        assertThat(config)
                .isEqualTo(new LoggingConfig(
                        "WARN",
                        Map.of("ai.rios.commands", "DEBUG", "org.x", "ERROR"),
                        LoggingConfig.Format.JSON,
                        "/x"));
    }

    @Test
    void anUnknownLevelIsRefusedByName() {
        assertThatThrownBy(() -> settings(Map.of("log.level", "INFO,ai.rios=LOUD")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("log.level must be made of TRACE, DEBUG, INFO");
    }

    @Test
    void anUnknownFormatIsRefusedByName() {
        assertThatThrownBy(() -> settings(Map.of("log.format", "xml")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("log.format must be json, text or auto");
    }

    private static Settings settings(Map<String, String> flags) {
        return Settings.read(LoggingConfig.SETTINGS, new Properties(), Map.of(), flags);
    }
}
