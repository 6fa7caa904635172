package ai.rios.bench.scale;

import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.schemas.topics.Partitions;
import ai.rios.schemas.topics.TopicCatalogue;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tenants by the partition that their commands go to. Stateless. */
final class PartitionTenants {
    private static final int PARTITIONS = TopicCatalogue.DEFAULT_PARTITIONS;

    private PartitionTenants() {}

    /** One on each partition, in their order. */
    static List<Tenant> oneEach(SplitStack stack, String prefix) {
        return stack.tenants(namesOfEach(prefix));
    }

    static List<String> namesOfEach(String prefix) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> name(prefix, at -> at == partition))
                .toList();
    }

    /** The first name with that prefix and a number whose partition is that of another name. */
    static String beside(String other, String prefix) {
        return name(prefix, partition -> partition == of(other));
    }

    /** The first name with that prefix and a number whose partition is not that of another name. */
    static String apart(String other, String prefix) {
        return name(prefix, partition -> partition != of(other));
    }

    static int of(String tenant) {
        return Partitions.of(tenant, PARTITIONS);
    }

    private static String name(String prefix, IntPredicate isWanted) {
        return Stream.iterate(0, number -> number + 1)
                .map(number -> prefix + '-' + number)
                .filter(name -> isWanted.test(of(name)))
                .findFirst()
                .orElseThrow();
    }
}
