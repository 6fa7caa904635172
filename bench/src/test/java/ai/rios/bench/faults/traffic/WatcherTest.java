package ai.rios.bench.faults.traffic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import ai.rios.bench.product.Tenant;
import org.junit.jupiter.api.Test;

final class WatcherTest {
    @Test
    void aMessageThatIsNotJsonIsNotPassedOver() {
        try (Watcher watcher =
                new Watcher("watcher", new Tenant("red", "token"), new TrafficTest.TwoPages(), "cursor")) {
            watcher.take(1, "no JSON");

            assertThatThrownBy(watcher::watched)
                    .isInstanceOf(BenchException.class)
                    .hasMessageContaining("no JSON");
        }
    }
}
