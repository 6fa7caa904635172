package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StockTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void aBatchOfCreationsHasNamesOfItsOwnNumbers() throws IOException {
        JsonNode items = MAPPER.readTree(Stock.creation("s", 200, 3)).path("batch");

        assertThat(items.findValuesAsText("name")).containsExactly("s-200", "s-201", "s-202");
        assertThat(items.findValuesAsText("op")).containsOnly("create");
        assertThat(items.findValuesAsText("path")).containsOnly("/deployments");
    }

    @Test
    void everyTenantGetsAsManyWhereTheyAreFew() {
        assertThat(Stock.batchSize(1_000, 16)).isEqualTo(63);
        assertThat(Stock.batchSize(1_000_000, 16)).isEqualTo(100);
        assertThat(Stock.batchSize(10_000, 10_000)).isEqualTo(1);
        assertThat(Stock.batchSize(5, 16)).isEqualTo(1);
    }

    @Test
    void aBatchOfDeletionsTakesAnyRevision() throws IOException {
        JsonNode items =
                MAPPER.readTree(Stock.deletion(List.of("deploy_1", "deploy_2"))).path("batch");

        assertThat(items.findValuesAsText("path")).containsExactly("/deployments/deploy_1", "/deployments/deploy_2");
        assertThat(items.findValuesAsText("op")).containsOnly("delete");
        assertThat(items.findValuesAsText("ifMatch")).containsOnly("*");
    }
}
