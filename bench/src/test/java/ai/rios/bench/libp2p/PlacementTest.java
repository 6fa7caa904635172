package ai.rios.bench.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlacementTest {
    private static final List<String> COMMAND = List.of("peer", "listen");

    @Test
    void eachProcessOfAPairIsPinnedToItsCores() {
        assertThat(Placement.TWO_CORES.listener(COMMAND)).containsExactly("taskset", "-c", "0", "peer", "listen");
        assertThat(Placement.TWO_CORES.dialer(COMMAND)).containsExactly("taskset", "-c", "1", "peer", "listen");
        assertThat(Placement.ONE_CORE.dialer(COMMAND)).isEqualTo(Placement.ONE_CORE.listener(COMMAND));
    }

    @Test
    void whatIsNotPinnedIsStartedAsItIs() {
        assertThat(Placement.ANYWHERE.listener(COMMAND)).isEqualTo(COMMAND);
    }
}
