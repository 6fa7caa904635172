package ai.rios.bench.faults.cells;

import ai.rios.bench.BenchException;
import ai.rios.bench.product.SplitStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.GroupState;

/**
 * The offsets of the group of some processes are deleted. A group with members keeps its offsets, so all its processes are frozen until it has
 * none, and go on when its offsets are gone.
 *
 * @param group its name
 */
record OffsetsDeleted(String group) implements Fault {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Override
    public void strike(SplitStack stack, List<String> processes) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            processes.forEach(process -> stack.signal(process, "STOP"));
            SplitStack.await("group " + group + " has no members", () -> isEmpty(admin));
            admin.deleteConsumerGroups(List.of(group)).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while offsets were to be deleted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("The offsets of group " + group + " could not be deleted", e);
        } finally {
            processes.forEach(process -> stack.signal(process, "CONT"));
        }
    }

    private boolean isEmpty(Admin admin) {
        try {
            return admin
                    .listGroups(ListGroupsOptions.forConsumerGroups().inGroupStates(Set.of(GroupState.EMPTY)))
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .stream()
                    .map(GroupListing::groupId)
                    .anyMatch(group::equals);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while groups were asked for", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("The broker does not tell its groups", e);
        }
    }
}
