package ai.rios.commands.deployment;

import static ai.rios.commands.deployment.Bench.ANY;
import static ai.rios.commands.deployment.Bench.code;
import static ai.rios.commands.deployment.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.commands.spec.EncodedSize;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.BatchDone;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.NotApplied;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.Request.BatchItem;
import ai.rios.schemas.deployment.Request.BatchOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private final Bench bench = new Bench();

    @Test
    void itemsSeeWhatThoseBeforeThemDid() {
        String id = bench.create("web");

        Outcome outcome = bench.submit(partial(new Request.Delete(id, ANY), create("web"), new Request.Get(id)));

        assertThat(results(outcome).get(0)).isInstanceOf(Done.class);
        assertThat(results(outcome).get(1)).isInstanceOf(Done.class);
        assertThat(results(outcome).get(2)).isInstanceOf(Refused.class);
    }

    @Test
    void anAtomicBatchIsAllOrNothingAndReportsEveryFailure() {
        bench.create("taken");
        int events = bench.log.size();

        Outcome outcome = bench.submit(atomic(create("a"), create("taken"), create("-bad-"), new Request.Get("x")));

        assertThat(outcome.result()).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(ErrorCode.BATCH_ABORTED);
            assertThat(refused.items().get(0).result()).isInstanceOf(NotApplied.class);
            assertThat(refused.items().subList(1, 4))
                    .allSatisfy(item -> assertThat(item.result()).isInstanceOf(Refused.class));
        });
        assertThat(bench.log).hasSize(events);
        assertThat(outcome.sequence()).isEqualTo(1);
    }

    @Test
    void anAtomicBatchThatIsWellIsOneDecision() {
        Outcome outcome = bench.submit(atomic(create("a"), create("b"), create("c")));

        assertThat(results(outcome)).allSatisfy(result -> assertThat(result).isInstanceOf(Done.class));
        assertThat(bench.log).extracting(DeploymentEvent::batch).containsExactly(position(0), position(1), position(2));
    }

    @Test
    void anAtomicBatchKeepsOneKeyAndRepeatsItsFailures() {
        Request batch = atomic(create("a"), create("-bad-"));
        Outcome first = bench.submit(batch, "k", "f");

        Outcome repeat = bench.submit(batch, "k", "f");

        assertThat(repeat.result()).isEqualTo(first.result());
        assertThat(bench.state.keyCount()).isEqualTo(1);
    }

    @Test
    void whatTheEdgeCouldNotReadIsRefusedAsItSays() {
        Request.Malformed malformed =
                new Request.Malformed(Refusal.invalid(List.of(new Refusal.Violation("body", "must be an object"))));

        Outcome outcome = bench.submit(partial(malformed, create("a")));

        assertThat(results(outcome).get(0)).isInstanceOf(Refused.class);
        assertThat(results(outcome).get(1)).isInstanceOf(Done.class);
        assertThat(code(bench.submit(atomic(malformed, create("b"))))).isEqualTo(ErrorCode.BATCH_ABORTED);
    }

    @Test
    void deploymentsBeyondOneMiBAreLeftOutOfTheOutcome() {
        Map<String, String> env = new HashMap<>();
        for (int i = 0; i < 15; i++) {
            env.put("V" + i, "x".repeat(4000));
        }
        List<BatchOperation> creates = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            creates.add(new Request.Create(
                    new DeploymentSpec("d" + i, "app", 1, 1024, env, Map.of(), null, 1, DesiredState.RUNNING), false));
        }

        Outcome outcome = bench.submit(atomic(creates.toArray(BatchOperation[]::new)));

        int bytes = results(outcome).stream()
                .map(result -> ((Done) result).deployment())
                .filter(Objects::nonNull)
                .mapToInt(EncodedSize::of)
                .sum();
        assertThat(bytes).isBetween(900_000, 1024 * 1024);
        assertThat(results(outcome)).hasSize(100);
        assertThat(bench.log).hasSize(100);
    }

    @Test
    void aBatchHasOneToAHundredItems() {
        assertThat(code(bench.submit(new Request.Batch(true, List.of())))).isEqualTo(ErrorCode.INVALID_REQUEST);
        BatchItem item = new BatchItem(null, "", new Request.Get("x"));
        assertThat(code(bench.submit(new Request.Batch(false, Collections.nCopies(101, item)))))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    private static BatchOperation create(String name) {
        return new Request.Create(spec(name), false);
    }

    private static DeploymentEvent.BatchPosition position(int index) {
        return new DeploymentEvent.BatchPosition("op_0", index, 3);
    }

    private static Request partial(BatchOperation... operations) {
        return new Request.Batch(false, items(operations));
    }

    private static Request atomic(BatchOperation... operations) {
        return new Request.Batch(true, items(operations));
    }

    private static List<BatchItem> items(BatchOperation... operations) {
        List<BatchItem> items = new ArrayList<>();
        for (BatchOperation operation : operations) {
            items.add(new BatchItem(null, "", operation));
        }
        return items;
    }

    private static List<Outcome.Result> results(Outcome outcome) {
        if (outcome.result() instanceof BatchDone(List<Outcome.Item> items)) {
            return items.stream().map(Outcome.Item::result).toList();
        }
        throw new AssertionError("no batch: " + outcome.result());
    }
}
