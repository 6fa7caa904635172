package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SharedWorkTest {
    @Test
    void workIsSharedWhenBothHaveSome() {
        assertThat(SharedWork.isShared(List.of(6, 6))).isTrue();
        assertThat(SharedWork.isShared(List.of(12, 0))).isFalse();
        assertThat(SharedWork.isShared(List.of(12))).isFalse();
        assertThat(SharedWork.isShared(List.of())).isFalse();
    }
}
