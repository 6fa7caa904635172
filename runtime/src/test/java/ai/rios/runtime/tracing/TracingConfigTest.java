package ai.rios.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class TracingConfigTest {
    @Test
    void nothingSetMeansTheDefaults() {
        assertThat(TracingConfig.from(settings(Map.of()))).isEqualTo(TracingConfig.DEFAULTS);
    }

    @Test
    void everyKeyIsMapped() {
        TracingConfig config = TracingConfig.from(settings(Map.of(
                "tracing.otlp-endpoint", "http://collector:4318",
                "tracing.sample-percent", "10",
                "tracing.send-interval", "2s",
                "tracing.max-queued", "4096")));

        assertThat(config)
                .isEqualTo(new TracingConfig(
                        Optional.of(URI.create("http://collector:4318")), 10, Duration.ofSeconds(2), 4_096));
    }

    @Test
    void anEndpointThatIsNoAddressIsRefusedByName() {
        assertThatThrownBy(() -> settings(Map.of("tracing.otlp-endpoint", "collector:4318")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("tracing.otlp-endpoint must be empty or an http or https address");
    }

    @Test
    void boundsAreHeldByTheRecordToo() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new TracingConfig(Optional.empty(), 101, second, 2_048))
                .hasMessageContaining("tracing.sample-percent");
        assertThatThrownBy(() -> new TracingConfig(Optional.empty(), 1, Duration.ZERO, 2_048))
                .hasMessageContaining("tracing.send-interval");
        assertThatThrownBy(() -> new TracingConfig(Optional.empty(), 1, second, 1))
                .hasMessageContaining("tracing.max-queued");
    }

    private static Settings settings(Map<String, String> flags) {
        return Settings.read(TracingConfig.SETTINGS, new Properties(), Map.of(), flags);
    }
}
