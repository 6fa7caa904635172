package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EdgeConfigTest {
    private static EdgeConfig config(Map<String, String> flags) {
        return EdgeConfig.from(Settings.read(EdgeConfig.SETTINGS, new Properties(), Map.of(), flags));
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        EdgeConfig config = config(Map.of());

        assertThat(config.host()).isEmpty();
        assertThat(config.port()).isEqualTo(8_080);
        assertThat(config.maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(config.maxRequests()).isEqualTo(4_096);
        assertThat(config.maxStreams()).isEqualTo(1_000);
        assertThat(config.allowedOrigins()).isEmpty();
        assertThat(config.tokenLeeway()).isZero();
        assertThat(config.accessLog()).isTrue();
    }

    @Test
    void eachKeyReachesItsField() {
        EdgeConfig config = config(Map.ofEntries(
                Map.entry("edge.port", "0"),
                Map.entry("edge.host", "::1"),
                Map.entry("edge.signing-keys", "a,b"),
                Map.entry("edge.allowed-origins", "https://a.example, https://b.example"),
                Map.entry("edge.head-limit", "2s"),
                Map.entry("edge.body-limit", "3s"),
                Map.entry("edge.write-limit", "7s"),
                Map.entry("edge.room-limit", "8s"),
                Map.entry("edge.idle-limit", "4s"),
                Map.entry("edge.append-limit", "5s"),
                Map.entry("edge.drain-wait", "6s")));

        assertThat(config.host()).isEqualTo("::1");
        assertThat(config.signingKeys()).containsExactly("a", "b");
        assertThat(config.allowedOrigins()).containsExactly("https://a.example", "https://b.example");
        assertThat(config.stream().allowedOrigins())
                .containsExactlyInAnyOrder("https://a.example", "https://b.example");
        assertThat(config.headLimit()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.bodyLimit()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.writeLimit()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.roomLimit()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.idleLimit()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.appendLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.drainWait()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void boundsHold() {
        assertThatThrownBy(() -> config(Map.of("edge.max-body-bytes", "2000000")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("edge.max-body-bytes");
        assertThatThrownBy(() -> config(Map.of("edge.nope", "1"))).hasMessageContaining("edge.nope");
    }
}
