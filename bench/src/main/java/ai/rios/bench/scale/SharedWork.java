package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import ai.rios.bench.product.SplitStack;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** Whether both instances of a service have partitions to work on. Stateless. */
final class SharedWork {
    private static final int INSTANCES = 2;
    private static final long ASK_SECONDS = 30;

    private static final Map<String, String> GROUPS =
            Map.of("handlers", SplitStack.HANDLERS_GROUP, "projections", SplitStack.PROJECTIONS_GROUP);

    private SharedWork() {}

    /**
     * Waits until they have.
     *
     * @param service {@code handlers} or {@code projections}
     */
    static void await(SplitStack stack, String service) {
        String group = GROUPS.getOrDefault(service, service);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            SplitStack.await("both " + service + " have partitions", () -> {
                ConsumerGroupDescription found = describe(admin, group);
                return found.groupState() == GroupState.STABLE
                        && isShared(found.members().stream()
                                .map(member ->
                                        member.assignment().topicPartitions().size())
                                .toList());
            });
        }
    }

    /** @param partitions of each member */
    static boolean isShared(Collection<Integer> partitions) {
        return partitions.size() == INSTANCES && partitions.stream().allMatch(count -> count > 0);
    }

    private static ConsumerGroupDescription describe(Admin admin, String group) {
        try {
            return admin
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(ASK_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .findFirst()
                    .orElseThrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while group " + group + " was asked for", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("The broker does not tell of group " + group, e);
        }
    }
}
