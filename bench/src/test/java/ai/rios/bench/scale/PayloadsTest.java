package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PayloadsTest {
    @Test
    void aDeploymentIsAsMuchLargerAsAskedAndNoVariableIsTooLarge() {
        JsonNode env = Payloads.deployment("a", 61_440).path("env");

        assertThat(env).hasSize(15).allMatch(value -> value.asText().length() == 4_096);
        assertThat(Payloads.deployment("a", 0).path("env")).isEmpty();
        assertThat(Payloads.deployment("a", 61_440).toString()).hasSizeBetween(61_440, 65_536);
    }

    @Test
    void aBatchNearTheLimitStaysBelowIt() throws IOException {
        String batch = Payloads.batch("b", 9_216);

        assertThat(batch).hasSizeBetween(900_000, 1_048_576);
        assertThat(new ObjectMapper().readTree(batch).path("batch").findValuesAsText("name"))
                .hasSize(100)
                .doesNotHaveDuplicates();
    }
}
