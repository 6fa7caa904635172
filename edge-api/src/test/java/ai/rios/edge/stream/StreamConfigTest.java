package ai.rios.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.websocket.WebSocketSettings;
import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamConfigTest {
    private static StreamConfig config(Map<String, String> flags) {
        Settings settings = Settings.read(StreamConfig.SETTINGS, new Properties(), Map.of(), flags);
        return StreamConfig.from(settings, Set.of());
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        StreamConfig defaults = config(Map.of());

        assertThat(defaults).isEqualTo(StreamConfig.DEFAULTS);
        assertThat(defaults)
                .isEqualTo(new StreamConfig(
                        Set.of(),
                        10,
                        2,
                        1_024,
                        128,
                        Duration.ofMillis(250),
                        new WebSocketSettings(
                                4_096,
                                new WebSocketSettings.Queue(256, 2_097_152),
                                new WebSocketSettings.Times(
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(75),
                                        Duration.ofHours(24),
                                        Duration.ofSeconds(5)),
                                new WebSocketSettings.Rate(100, Duration.ofSeconds(3)),
                                WebSocketSettings.DEFAULTS.compression())));
    }

    @Test
    void eachKeyReachesItsField() {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("edge.stream.max-per-client", "3");
        flags.put("edge.stream.catch-up-readers", "4");
        flags.put("edge.stream.catch-up-places", "13");
        flags.put("edge.stream.catch-up-places-per-tenant", "14");
        flags.put("edge.stream.catch-up-turn", "500ms");
        flags.put("edge.stream.queue-messages", "5");
        flags.put("edge.stream.queue-bytes", "6000");
        flags.put("edge.stream.max-message-bytes", "7000");
        flags.put("edge.stream.messages-per-second", "8");
        flags.put("edge.stream.ping-every", "9s");
        flags.put("edge.stream.dead-after", "10s");
        flags.put("edge.stream.lifetime", "11s");
        flags.put("edge.stream.close-limit", "12s");

        assertThat(flags.keySet())
                .containsExactlyElementsOf(
                        StreamConfig.SETTINGS.stream().map(Setting::key).toList());
        assertThat(config(flags))
                .isEqualTo(new StreamConfig(
                        Set.of(),
                        3,
                        4,
                        13,
                        14,
                        Duration.ofMillis(500),
                        new WebSocketSettings(
                                7_000,
                                new WebSocketSettings.Queue(5, 6_000),
                                new WebSocketSettings.Times(
                                        Duration.ofSeconds(9),
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(11),
                                        Duration.ofSeconds(12)),
                                new WebSocketSettings.Rate(8, Duration.ofSeconds(3)),
                                WebSocketSettings.DEFAULTS.compression())));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "edge.stream.max-per-client,0",
        "edge.stream.catch-up-readers,0",
        "edge.stream.catch-up-places,0",
        "edge.stream.catch-up-places-per-tenant,0",
        "edge.stream.catch-up-turn,2s",
        "edge.stream.queue-messages,0",
        "edge.stream.queue-bytes,1",
        "edge.stream.max-message-bytes,1048577",
        "edge.stream.messages-per-second,0",
        "edge.stream.ping-every,75s",
        "edge.stream.dead-after,30s",
        "edge.stream.lifetime,25h",
        "edge.stream.close-limit,0s"
    })
    void boundsHold(String key, String value) {
        assertThatThrownBy(() -> config(Map.of(key, value)))
                .hasMessageContaining(key.substring("edge.stream.".length()));
    }
}
