package ai.rios.commands.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds after every command of every history. A hundred seeds, and 25 histories of each. */
class DecisionPropertiesTest {
    private static final int HISTORIES = 25;
    private static final int COMMANDS = 80;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyHistoryKeepsTheInvariants(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < HISTORIES; i++) {
            new History(random.split()).play();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSameCommandsDecideTheSameAgain(long seed) {
        Bench live = new Bench();
        SplittableRandom random = new SplittableRandom(seed);
        RandomHistory requests = new RandomHistory(random, live);
        List<DeploymentCommand> commands = new ArrayList<>();
        List<CommandMeta> metas = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            commands.add(live.command(requests.next(), key(random), false));
            metas.add(live.meta());
            decisions.add(live.decide(commands.getLast(), metas.getLast()));
            live.pass(Duration.ofMillis(random.nextInt(3000)));
        }

        Bench replay = new Bench();
        for (int i = 0; i < COMMANDS; i++) {
            assertThat(replay.decide(commands.get(i), metas.get(i))).isEqualTo(decisions.get(i));
        }
        assertThat(replay.state.contents()).isEqualTo(live.state.contents());
    }

    private static DeploymentCommand.Idempotency key(SplittableRandom random) {
        return Bench.keyed("key-" + random.nextInt(20), "f" + random.nextInt(2));
    }

    /** One history with its own fold of the events, which must come to the state that the decider keeps. */
    private static final class History {
        private final SplittableRandom random;
        private final Bench bench;
        private final RandomHistory requests;
        private final Map<String, Deployment> folded = new HashMap<>();
        private final Map<String, Remembered> firstUses = new HashMap<>();
        private int seen;

        private record Remembered(DeploymentCommand command, Outcome outcome) {}

        History(SplittableRandom random) {
            this.random = random;
            this.bench = new Bench(new ShardLimits(
                    Duration.ofHours(24),
                    1_000,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5)));
            this.requests = new RandomHistory(random, bench);
        }

        void play() {
            for (int i = 0; i < COMMANDS; i++) {
                step(i);
                bench.pass(Duration.ofMillis(random.nextInt(2_000)));
                if (random.nextInt(3) == 0) {
                    bench.runTimers();
                }
                check();
            }
            firstUses.values().forEach(this::repeat);
        }

        private void step(int i) {
            Request request = requests.next();
            boolean keyed = random.nextBoolean();
            DeploymentCommand command = bench.command(request, keyed ? Bench.keyed("k" + i, "f" + i) : null, false);
            Outcome outcome = Bench.outcome(bench.decide(command, bench.meta()));
            if (keyed && !(request instanceof Request.Batch(boolean atomic, var _) && !atomic)) {
                firstUses.put("k" + i, new Remembered(command, outcome));
            }
            assertThat(outcome.sequence()).isEqualTo(bench.log.size());
        }

        /** A repeat, however late in its time, has the first outcome and no effect. */
        private void repeat(Remembered first) {
            int events = bench.log.size();
            Outcome again = Bench.outcome(bench.decide(first.command(), bench.meta()));
            assertThat(again.replayOf()).isEqualTo(first.command().operation());
            assertThat(again.sequence()).isEqualTo(first.outcome().sequence());
            assertThat(Effects.of(again.result()))
                    .isEqualTo(Effects.of(first.outcome().result()));
            assertThat(bench.log).hasSize(events);
        }

        private void check() {
            for (; seen < bench.log.size(); seen++) {
                fold(bench.log.get(seen), seen + 1);
            }
            checkLiving();
            checkTimers();
        }

        private void fold(DeploymentEvent event, long sequence) {
            assertThat(event.sequence()).isEqualTo(sequence);
            Deployment before = folded.get(event.deploymentId());
            if (before == null) {
                assertThat(event.change()).isInstanceOf(Change.Created.class);
                folded.put(event.deploymentId(), Deployment.first(event));
                return;
            }
            assertThat(event.revision()).isEqualTo(before.revision() + 1);
            assertThat(LifecycleTest.isLegal(before.status(), event.status()))
                    .as("%s to %s", before.status(), event.status())
                    .isTrue();
            folded.put(event.deploymentId(), before.after(event));
        }

        private void checkLiving() {
            Map<String, Deployment> living = new HashMap<>();
            Map<String, String> names = new HashMap<>();
            folded.values().stream()
                    .filter(deployment -> deployment.status() != DeploymentStatus.DELETED)
                    .forEach(deployment -> {
                        living.put(deployment.id(), deployment);
                        String holder =
                                names.put(Bench.TENANT + "|" + deployment.spec().name(), deployment.id());
                        assertThat(holder)
                                .as("another holder of %s", deployment.spec().name())
                                .isNull();
                    });
            Map<String, Deployment> kept = new HashMap<>();
            bench.state.deployments().forEach(held -> kept.put(held.deployment().id(), held.deployment()));
            assertThat(kept).isEqualTo(living);
            assertThat(bench.state.names()).isEqualTo(names);
            assertThat(bench.state.tenant(Bench.TENANT))
                    .isEqualTo(new TenantState(bench.log.size(), bench.state.keyCount()));
        }

        private void checkTimers() {
            List<Timer> expected = bench.state.deployments().stream()
                    .map(held -> Timer.of(held.deployment(), bench.limits()))
                    .filter(Objects::nonNull)
                    .toList();
            assertThat(bench.state.timers()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
