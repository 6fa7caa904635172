package ai.rios.commands.deployment;

import static ai.rios.commands.deployment.Bench.code;
import static ai.rios.commands.deployment.Bench.done;
import static ai.rios.commands.deployment.Bench.spec;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.ids.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private final Bench bench = new Bench();

    @Test
    void aRepeatAnswersWithTheFirstOutcomeAndChangesNothing() {
        Outcome first = bench.submit(new Request.Create(spec("web"), false), "k1", "f1");
        bench.create("other");

        Outcome repeat = bench.submit(new Request.Create(spec("web"), false), "k1", "f1");

        assertThat(repeat.replayOf()).isEqualTo(first.operation());
        assertThat(done(repeat).deploymentId()).isEqualTo(done(first).deploymentId());
        assertThat(done(repeat).deployment()).isNull();
        assertThat(repeat.sequence()).isEqualTo(first.sequence());
        assertThat(bench.log).hasSize(2);
    }

    @Test
    void aRefusalIsRepeatedToo() {
        bench.create("web");
        Outcome first = bench.submit(new Request.Create(spec("web"), false), "k1", "f1");
        bench.submit(new Request.Delete(
                done(bench.submit(new Request.Create(spec("b"), false))).deploymentId(), Bench.ANY));

        Outcome repeat = bench.submit(new Request.Create(spec("web"), false), "k1", "f1");

        assertThat(repeat.result()).isEqualTo(first.result());
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        bench.submit(new Request.Create(spec("web"), false), "k1", "f1");

        Outcome other = bench.submit(new Request.Create(spec("shop"), false), "k1", "f2");

        assertThat(code(other)).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        assertThat(other.replayOf()).isNull();
    }

    @Test
    void aKeyIsForgottenAfterItsTime() {
        bench.submit(new Request.Create(spec("web"), false), "k1", "f1");
        bench.pass(Duration.ofHours(24));

        Outcome later = bench.submit(new Request.Create(spec("shop"), false), "k1", "f2");

        assertThat(done(later).effect()).isEqualTo(Outcome.Effect.CREATED);
        assertThat(bench.state.keyCount()).isEqualTo(1);
        assertThat(bench.state.tenant(Bench.TENANT).keys()).isEqualTo(1);
    }

    @Test
    void theOldestKeyGivesWayWhenThereAreTooMany() {
        Bench small = new Bench(new ShardLimits(
                Duration.ofHours(24), 3, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(5)));
        for (int i = 0; i < 5; i++) {
            small.submit(new Request.Create(spec("web-" + i), false), "k" + i, "f" + i);
            small.pass(Duration.ofMillis(1));
        }

        assertThat(small.state.keyCount()).isEqualTo(3);
        assertThat(code(small.submit(new Request.Create(spec("web-0"), false), "k0", "f0")))
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
        assertThat(small.submit(new Request.Create(spec("web-4"), false), "k4", "f4")
                        .replayOf())
                .isNotNull();
    }

    @Test
    void anExpiredCommandHasNoEffectAndIsNotKept() {
        CommandMeta late = new CommandMeta(0, 7, bench.now().minusSeconds(2), Duration.ofMillis(1999), null, null);
        Decision expired = bench.decide(
                bench.command(new Request.Create(spec("web"), false), Bench.keyed("k1", "f1"), false), late);

        Outcome again = bench.submit(new Request.Create(spec("web"), false), "k1", "f1");

        assertThat(code(Bench.outcome(expired))).isEqualTo(ErrorCode.EXPIRED);
        assertThat(done(again).effect()).isEqualTo(Outcome.Effect.CREATED);
    }

    @Test
    void aCommandWithinItsBudgetIsDecided() {
        CommandMeta inTime = new CommandMeta(0, 7, bench.now().minusSeconds(2), Duration.ofSeconds(2), null, null);

        Decision decision = bench.decide(bench.command(new Request.Create(spec("web"), false), null, false), inTime);

        assertThat(decision.events()).hasSize(1);
    }

    @Test
    void aCommandThatCameLateIntoTheLogHasNoEffectOnceItsClientHasGivenUp() {
        DeploymentCommand command = bench.command(new Request.Create(spec("web"), false), null, false);
        Instant deadline = bench.now().plusSeconds(2);
        bench.pass(Duration.ofSeconds(2).plus(ShardLimits.DEFAULTS.clockSkew()).plusMillis(1));

        Decision decision =
                bench.decide(command, new CommandMeta(0, 7, bench.now(), Duration.ofSeconds(2), deadline, null));

        assertThat(code(Bench.outcome(decision))).isEqualTo(ErrorCode.EXPIRED);
        assertThat(decision.events()).isEmpty();
    }

    @Test
    void anEdgesClockMayBeWrongByTheAllowance() {
        DeploymentCommand command = bench.command(new Request.Create(spec("web"), false), null, false);
        Instant deadline = bench.now().plusSeconds(2);
        bench.pass(Duration.ofSeconds(2).plus(ShardLimits.DEFAULTS.clockSkew()));

        Decision decision =
                bench.decide(command, new CommandMeta(0, 7, bench.now(), Duration.ofSeconds(2), deadline, null));

        assertThat(decision.events()).hasSize(1);
    }

    @Test
    void aCommandWithoutATimeBudgetIsNeverTooLate() {
        DeploymentCommand command = bench.command(new Request.Create(spec("web"), false), null, false);
        bench.pass(Duration.ofHours(1));

        assertThat(bench.decide(command, bench.meta()).events()).hasSize(1);
    }

    @Test
    void aDryRunIsNeverKept() {
        bench.decide(
                bench.command(new Request.Create(spec("web"), false), Bench.keyed("k1", "f0"), true), bench.meta());

        Outcome real = bench.submit(new Request.Create(spec("web"), false), "k1", "f1");

        assertThat(done(real).effect()).isEqualTo(Outcome.Effect.CREATED);
    }

    @Test
    void whatIsKeptOfARefusalIsAtMostFourKiB() {
        Map<String, String> env = new TreeMap<>();
        for (int i = 0; i < 500; i++) {
            env.put("%" + "é".repeat(300) + i, "v");
        }
        DeploymentSpec bad = new DeploymentSpec("web", "app", 1, 1024, env, Map.of(), null, 1, DesiredState.RUNNING);

        Refusal live = Bench.refusal(bench.submit(new Request.Create(bad, false), "k1", "f1"));
        Refusal again = Bench.refusal(bench.submit(new Request.Create(bad, false), "k1", "f1"));

        assertThat(again).isEqualTo(live);
        assertThat(Refusals.sizeOf(live)).isLessThanOrEqualTo(Refusals.MAX_KEPT_BYTES);
        assertThat(live.violations().getLast().reason()).endsWith("more violations");
    }

    @Test
    void aTextThatIsNoIdIsNotKept() {
        String noId = "x".repeat(2 * Refusals.MAX_KEPT_BYTES);

        bench.submit(new Request.Delete(noId, Bench.ANY), "k1", "f1");
        bench.submit(
                new Request.Batch(
                        false, List.of(new Request.BatchItem("a", "f-a", new Request.Delete(noId, Bench.ANY)))),
                "k2",
                "");
        bench.submit(new Request.Delete(noId, new Precondition.None()), "k3", "f3");

        assertThat(bench.state.oldestKeys(Bench.TENANT, 4))
                .hasSize(3)
                .extracting(age -> String.valueOf(bench.state.entry(age.ref())))
                .allSatisfy(kept -> assertThat(kept).hasSizeLessThan(Refusals.MAX_KEPT_BYTES));
    }

    @Test
    void whatIsNotFoundIsNamedWhereItCouldBe() {
        String id = Ids.of(Ids.DEPLOYMENT, new byte[Ids.BYTES]);

        assertThat(bench.submit(new Request.Delete(id, Bench.ANY)).result())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.deploymentId()).isEqualTo(id));
    }

    @Test
    void eachItemOfAPartialBatchHasAnEntryOfItsOwn() {
        bench.submit(new Request.Batch(false, List.of(item("a", "f-a"), item("b", "f-b"))), "k", "");

        Outcome second = bench.submit(
                new Request.Batch(false, List.of(item("b", "f-b"), item("a", "other"), item("c", "f-c"))), "k", "");

        assertThat(second.result()).isInstanceOfSatisfying(Outcome.BatchDone.class, batch -> {
            assertThat(batch.items().get(0).replayed()).isTrue();
            assertThat(batch.items().get(1).result())
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.refusal().code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
            assertThat(batch.items().get(2).replayed()).isFalse();
        });
        assertThat(bench.log).hasSize(3);
        assertThat(bench.state.keyCount()).isEqualTo(3);
    }

    @Test
    void aPartialBatchRepeatedWholeNamesTheFirstOperation() {
        Request batch = new Request.Batch(false, List.of(item("a", "f-a"), item("b", "f-b")));
        Outcome first = bench.submit(batch, "k", "");

        assertThat(bench.submit(batch, "k", "").replayOf()).isEqualTo(first.operation());
    }

    private static Request.BatchItem item(String name, String fingerprint) {
        return new Request.BatchItem(name, fingerprint, new Request.Create(spec(name), false));
    }
}
