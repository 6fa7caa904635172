package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.SpecChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Requests as a busy and careless tenant makes them: some good, some bad, most about the same few names and deployments. */
public final class RandomHistory {
    private static final List<String> STATUSES =
            List.of("starting", "running", "running", "failed", "stopped", "stopped", "pending", "nonsense");

    private final SplittableRandom random;
    private final Supplier<List<String>> known;

    /** @param known ids that the tenant knows of, oldest first */
    public RandomHistory(SplittableRandom random, Supplier<List<String>> known) {
        this.random = random;
        this.known = known;
    }

    RandomHistory(SplittableRandom random, Bench bench) {
        this(
                random,
                () -> bench.state.deployments().stream()
                        .map(held -> held.deployment().id())
                        .sorted()
                        .toList());
    }

    /** The next request. */
    public Request next() {
        return switch (random.nextInt(10)) {
            case 0 -> new Request.Batch(random.nextBoolean(), items());
            case 1, 2, 3, 4 ->
                new Request.ReportStatus(
                        id(),
                        pick(STATUSES),
                        random.nextInt(3) == 0 ? (long) random.nextInt(4) : null,
                        random.nextInt(4) == 0 ? "because" : null);
            default -> operation();
        };
    }

    private List<Request.BatchItem> items() {
        List<Request.BatchItem> items = new ArrayList<>();
        int size = 1 + random.nextInt(5);
        for (int i = 0; i < size; i++) {
            Request.BatchOperation operation = operation();
            items.add(new Request.BatchItem(
                    random.nextBoolean() ? "item-" + i : null, Integer.toHexString(operation.hashCode()), operation));
        }
        return items;
    }

    private Request.BatchOperation operation() {
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> new Request.Create(spec(), random.nextInt(5) == 0);
            case 3 -> new Request.Update(id(), precondition(), spec());
            case 4, 5 -> new Request.Patch(id(), precondition(), changes());
            case 6, 7 -> new Request.Delete(id(), precondition());
            default -> new Request.Get(id());
        };
    }

    private DeploymentSpec spec() {
        String name = "name-" + random.nextInt(6);
        return new DeploymentSpec(
                random.nextInt(12) == 0 ? "Bad Name" : name,
                "app:" + random.nextInt(3),
                random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(2),
                1024,
                Map.of("K", "v" + random.nextInt(2)),
                Map.of(),
                null,
                1,
                desired());
    }

    private SpecChanges changes() {
        return new SpecChanges(
                random.nextInt(3) == 0 ? "name-" + random.nextInt(6) : null,
                random.nextInt(3) == 0 ? "app:" + random.nextInt(3) : null,
                random.nextInt(8) == 0 ? 99 : null,
                null,
                null,
                null,
                null,
                null,
                random.nextBoolean() ? desired() : null,
                random.nextInt(5) == 0 ? Set.of("env", "resources") : Set.of());
    }

    private DesiredState desired() {
        return random.nextInt(3) == 0 ? DesiredState.STOPPED : DesiredState.RUNNING;
    }

    private Precondition precondition() {
        return switch (random.nextInt(4)) {
            case 0 -> new Precondition.None();
            case 1 -> new Precondition.Revisions(Set.of((long) random.nextInt(6)));
            default -> new Precondition.Exists();
        };
    }

    private String id() {
        List<String> ids = known.get();
        return ids.isEmpty() || random.nextInt(15) == 0 ? "deploy_nobody" : pick(ids);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
