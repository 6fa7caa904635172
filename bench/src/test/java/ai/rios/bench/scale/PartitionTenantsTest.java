package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PartitionTenantsTest {
    @Test
    void thereIsOneOnEveryPartition() {
        List<String> names = PartitionTenants.namesOfEach("t");

        assertThat(names.stream().map(PartitionTenants::of)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @Test
    void besideIsTheSamePartitionAndApartAnother() {
        String other = "flooding-0";

        assertThat(PartitionTenants.of(PartitionTenants.beside(other, "b"))).isEqualTo(PartitionTenants.of(other));
        assertThat(PartitionTenants.of(PartitionTenants.apart(other, "a"))).isNotEqualTo(PartitionTenants.of(other));
    }
}
