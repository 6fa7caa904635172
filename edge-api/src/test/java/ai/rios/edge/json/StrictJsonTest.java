package ai.rios.edge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.deployment.Refusal.Violation;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StrictJsonTest {
    private static final int LONGEST_NAME = 1_024;

    @Test
    void faultsAreNamedByWhereTheyStand() {
        assertThatThrownBy(() -> StrictJson.parse(bytes("{\"a\":[0,{\"b\":1,\"b\":2},\"\\ud800\"],\"a\":1}")))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.error().violations())
                                .extracting(Violation::field)
                                .containsExactly("a[1].b", "a[2]", "a"));
    }

    @Test
    void aMillionValuesUnderLongNamesCostNoMoreThanTheyAre() {
        // Given
        String names = ("{\"" + "n".repeat(LONGEST_NAME) + "\":").repeat(StrictJson.MAX_DEPTH - 1);
        byte[] body = bytes(names + "[" + "0,".repeat(500_000) + "0]" + "}".repeat(StrictJson.MAX_DEPTH - 1));
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();

        // When
        StrictJson.parse(body);

        // Then
        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .as("bytes made for a body of %d bytes", body.length)
                .isLessThan(100L * body.length);
    }

    @Test
    void namesHaveABound() {
        assertThat(StrictJson.parse(bytes("{\"" + "n".repeat(LONGEST_NAME) + "\":1}")))
                .hasSize(1);
        assertThatThrownBy(() -> StrictJson.parse(bytes("{\"" + "n".repeat(LONGEST_NAME + 1) + "\":1}")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("1024 characters");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
