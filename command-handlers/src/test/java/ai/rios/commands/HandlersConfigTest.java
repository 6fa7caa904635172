package ai.rios.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.commands.deployment.ShardLimits;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlersConfigTest {
    @Test
    void theDefaultsAreOneInstanceWithFiveMillisecondCommits() {
        assertThat(read(Map.of()))
                .isEqualTo(new HandlersConfig(
                        1,
                        1,
                        Duration.ofMillis(5),
                        Duration.ofMillis(5),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(250),
                        12,
                        new ShardLimits(
                                Duration.ofHours(24),
                                100_000,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(5))));
    }

    @Test
    void everyKeyReachesItsField() {
        Map<String, String> flags = Map.ofEntries(
                Map.entry("handlers.instances", "2"),
                Map.entry("handlers.threads", "3"),
                Map.entry("handlers.commit-interval", "7ms"),
                Map.entry("handlers.poll-interval", "8ms"),
                Map.entry("handlers.session-timeout", "9s"),
                Map.entry("handlers.transaction-timeout", "10s"),
                Map.entry("handlers.timer-interval", "11ms"),
                Map.entry("handlers.tolerated-replacements", "13"),
                Map.entry("handlers.key-retention", "1h"),
                Map.entry("handlers.max-keys-per-tenant", "14"),
                Map.entry("handlers.delete-after", "15s"),
                Map.entry("handlers.longest-retry", "16s"),
                Map.entry("handlers.clock-skew", "17s"));

        assertThat(read(flags))
                .isEqualTo(new HandlersConfig(
                        2,
                        3,
                        Duration.ofMillis(7),
                        Duration.ofMillis(8),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(11),
                        13,
                        new ShardLimits(
                                Duration.ofHours(1),
                                14,
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(16),
                                Duration.ofSeconds(17))));
        assertThat(flags).hasSameSizeAs(HandlersConfig.SETTINGS);
    }

    @ParameterizedTest
    @CsvSource({
        "handlers.instances, 0",
        "handlers.threads, 65",
        "handlers.commit-interval, 0ms",
        "handlers.poll-interval, 2s",
        "handlers.session-timeout, 500ms",
        "handlers.transaction-timeout, 1ms",
        "handlers.timer-interval, 1ms",
        "handlers.tolerated-replacements, -1",
        "handlers.key-retention, 0s",
        "handlers.max-keys-per-tenant, 0",
        "handlers.delete-after, 2h",
        "handlers.longest-retry, 1ms",
        "handlers.clock-skew, 2h"
    })
    void aValueOutOfBoundsIsRefusedByName(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("between");
    }

    @Test
    void theProcessKnowsTheClustersSettingsToo() {
        assertThat(Main.settings()).extracting("key").contains("kafka.bootstrap-servers", "registry.urls");
    }

    private static HandlersConfig read(Map<String, String> flags) {
        return HandlersConfig.from(Settings.read(HandlersConfig.SETTINGS, new Properties(), Map.of(), flags));
    }
}
