package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KadLimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Lookups", "Records", "Table"})
    void theDefaultsAreWholeWhicheverPartIsUsedFirst(String part) throws Exception {
        URL classes = KadLimits.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader fresh = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            String name = "ai.rios.libp2p.kad.KadLimits";
            Class.forName(name + "$" + part, true, fresh);
            Object defaults =
                    Class.forName(name, true, fresh).getField("DEFAULTS").get(null);
            assertThat(defaults).hasToString(KadLimits.DEFAULTS.toString()).hasNoNullFieldsOrProperties();
        }
    }

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        assertThat(KadLimits.DEFAULTS.lookups())
                .isEqualTo(new KadLimits.Lookups(20, 10, 3, 1_000, 32, Duration.ofSeconds(10), Duration.ofSeconds(60)));
        assertThat(KadLimits.DEFAULTS.records().perKey()).isEqualTo(100);
        assertThat(KadLimits.DEFAULTS.records().validity()).isEqualTo(Duration.ofDays(2));
        assertThat(KadLimits.DEFAULTS.table())
                .isEqualTo(new KadLimits.Table(20, 3, 2, Duration.ofMinutes(10), 10, Duration.ofMinutes(2), 8, 256));
    }

    @Test
    void whatAllowsNothingIsRefusedByName() {
        KadLimits.Records records = KadLimits.DEFAULTS.records();
        assertThatThrownBy(() -> records.withTimes(Duration.ZERO, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("records.validity");
        assertThatThrownBy(() -> new KadLimits.Lookups(20, 10, 3, 19, 1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lookups.heard must be 20 or more");
        assertThatThrownBy(() -> new KadLimits.Table(0, 1, 1, Duration.ofSeconds(1), 0, Duration.ofSeconds(1), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("table.bucket");
    }
}
