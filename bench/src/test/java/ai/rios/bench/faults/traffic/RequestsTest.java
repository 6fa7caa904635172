package ai.rios.bench.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.history.Effect;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Write;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class RequestsTest {
    private static Known knowing(String... deployments) {
        Known known = new Known();
        List<Effect> created = Stream.of(deployments)
                .map(deployment -> new Effect(LoggedEvent.CREATED, deployment, 1))
                .toList();
        known.learn(new Write.Answer(201, "", Write.Fate.DONE, "op_1", 1, false, created, List.of()));
        return known;
    }

    private static WriteRequest make(Step.Kind kind, long seed, String mark) {
        return new Requests(new SplittableRandom(seed), knowing("deploy_1", "deploy_2", "deploy_3"), mark)
                .of(kind)
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.Kind.class,
            mode = Mode.EXCLUDE,
            names = {"READ", "LIST"})
    void theSameSeedMakesTheSameRequest(Step.Kind kind) {
        assertThat(make(kind, 3, "17")).isEqualTo(make(kind, 3, "17"));
    }

    @Test
    void whereNothingIsKnownThereIsNothingToChange() {
        assertThat(new Requests(new SplittableRandom(1), new Known(), "1").of(Step.Kind.PATCH))
                .isEmpty();
    }

    @Test
    void changesOfTwoStepsAndOfARepeatWithoutKeyAreNeverAlike() {
        Set<String> bodies = new HashSet<>();
        for (int step = 0; step < 50; step++) {
            WriteRequest patch = make(Step.Kind.PATCH, 3, Integer.toString(step));
            bodies.add(String.valueOf(patch.body()));
            bodies.add(String.valueOf(patch.anew(1).body()));
            bodies.add(String.valueOf(patch.anew(2).body()));
        }

        assertThat(bodies).hasSize(150);
    }

    @Test
    void noItemsOfABatchChangeTheSameDeployment() {
        for (int seed = 0; seed < 50; seed++) {
            WriteRequest batch = make(Step.Kind.BATCH_ATOMIC, seed, "17");

            assertThat(batch.changes()).hasSizeBetween(2, 5);
            assertThat(batch.changes().stream()
                            .map(WriteRequest.Change::deployment)
                            .filter(deployment -> deployment != null))
                    .doesNotHaveDuplicates();
        }
    }
}
