package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.queries.RemoteQueriesConfig;
import ai.rios.edge.stream.StreamConfig;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EdgeConfigTest {
    private static Settings settings(Map<String, String> flags) {
        return Settings.read(EdgeConfig.SETTINGS, new Properties(), Map.of(), flags);
    }

    private static EdgeConfig config(Map<String, String> flags) {
        return EdgeConfig.from(settings(flags));
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        EdgeConfig config = config(Map.of());

        assertThat(config.host()).isEmpty();
        assertThat(config.port()).isEqualTo(8_080);
        assertThat(config.maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(config.maxRequests()).isEqualTo(4_096);
        assertThat(config.maxStreams()).isEqualTo(1_000);
        assertThat(config.unsentBytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 8);
        assertThat(config.allowedOrigins()).isEmpty();
        assertThat(config.tokenLeeway()).isZero();
        assertThat(config.accessLog()).isTrue();
    }

    @Test
    void eachKeyReachesItsField() {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("edge.host", "::1");
        flags.put("edge.port", "1");
        flags.put("kafka.bootstrap-servers", "broker:9092");
        flags.put("topic.prefix", "t.");
        flags.put("edge.jwks", "https://issuer.example/jwks");
        flags.put("edge.jwks-refresh", "2s");
        flags.put("edge.token-leeway", "3s");
        flags.put("edge.signing-keys", "a,b");
        flags.put("edge.allowed-origins", "https://a.example, https://b.example");
        flags.put("edge.max-body-bytes", "4000");
        flags.put("edge.max-connections", "5");
        flags.put("edge.max-requests", "6");
        flags.put("edge.max-streams", "7");
        flags.put("edge.unsent-bytes", "1048576");
        flags.put("edge.head-limit", "8s");
        flags.put("edge.body-limit", "9s");
        flags.put("edge.write-limit", "10s");
        flags.put("edge.room-limit", "11s");
        flags.put("edge.idle-limit", "12s");
        flags.put("edge.append-limit", "13s");
        flags.put("edge.drain-wait", "14s");
        flags.put("edge.access-log", "false");
        flags.put("edge.test-endpoints", "true");

        assertThat(flags.keySet())
                .containsExactlyElementsOf(EdgeConfig.SETTINGS.stream()
                        .filter(setting -> !StreamConfig.SETTINGS.contains(setting))
                        .filter(setting -> !RemoteQueriesConfig.SETTINGS.contains(setting))
                        .map(Setting::key)
                        .toList());
        Settings settings = settings(flags);
        assertThat(EdgeConfig.from(settings))
                .isEqualTo(new EdgeConfig(
                        "::1",
                        1,
                        "broker:9092",
                        "t.",
                        "https://issuer.example/jwks",
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        List.of("a", "b"),
                        List.of("https://a.example", "https://b.example"),
                        4_000,
                        5,
                        6,
                        7,
                        1_048_576,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(11),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        Duration.ofSeconds(14),
                        false,
                        StreamConfig.from(settings, Set.of("https://a.example", "https://b.example")),
                        true));
    }

    @Test
    void boundsHold() {
        assertThatThrownBy(() -> config(Map.of("edge.max-body-bytes", "2000000")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("edge.max-body-bytes");
        assertThatThrownBy(() -> config(Map.of("edge.nope", "1"))).hasMessageContaining("edge.nope");
    }
}
