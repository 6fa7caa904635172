package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.SpecChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One tenant's partition in memory: submits commands, keeps the log of events, and moves time by hand. */
final class Bench {
    static final String TENANT = "acme";
    static final Precondition ANY = new Precondition.Exists();

    final InMemoryShardState state = new InMemoryShardState();
    final List<DeploymentEvent> log = new ArrayList<>();
    private final ShardLimits limits;
    private final Shard shard;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long offset;

    Bench() {
        this(ShardLimits.DEFAULTS);
    }

    Bench(ShardLimits limits) {
        this.limits = limits;
        this.shard = new Shard(new CountingIds(), limits, () -> now);
    }

    static final class CountingIds implements DecisionIds {
        @Override
        public String deployment(CommandMeta command, int index) {
            return "deploy_" + command.offset() + "x" + index;
        }

        @Override
        public String event(CommandMeta command, int index) {
            return "evt_" + command.offset() + "x" + index;
        }
    }

    Shard shard() {
        return shard;
    }

    ShardLimits limits() {
        return limits;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    DeploymentCommand command(Request request, DeploymentCommand.@Nullable Idempotency idempotency, boolean dryRun) {
        return new DeploymentCommand(
                "op_" + offset, "req_" + offset, TENANT, "alice", now, dryRun, idempotency, request);
    }

    CommandMeta meta() {
        return new CommandMeta(0, offset, now, null, null, null);
    }

    Decision decide(DeploymentCommand command, CommandMeta meta) {
        Decision decision = shard.decide(command, meta, state);
        state.apply(decision.writes());
        log.addAll(decision.events());
        offset++;
        return decision;
    }

    Outcome submit(Request request) {
        return outcome(decide(command(request, null, false), meta()));
    }

    Outcome submit(Request request, String key, String fingerprint) {
        return outcome(decide(command(request, keyed(key, fingerprint), false), meta()));
    }

    Outcome dryRun(Request request) {
        return outcome(decide(command(request, null, true), meta()));
    }

    /** Gives the commands of the timers that are due. */
    void runTimers() {
        for (Timer timer : state.dueTimers(now)) {
            decide(
                    new DeploymentCommand("", "", TENANT, DeploymentCommand.TIMER, now, false, null, timer.request()),
                    meta());
        }
    }

    static DeploymentCommand.Idempotency keyed(String key, String fingerprint) {
        return new DeploymentCommand.Idempotency(key, "alice POST /v1/deployments", fingerprint);
    }

    static Outcome outcome(Decision decision) {
        return Objects.requireNonNull(decision.outcome());
    }

    static Done done(Outcome outcome) {
        if (outcome.result() instanceof Done done) {
            return done;
        }
        throw new AssertionError("not done: " + outcome.result());
    }

    static Refusal refusal(Outcome outcome) {
        if (outcome.result() instanceof Refused refused) {
            return refused.refusal();
        }
        throw new AssertionError("not refused: " + outcome.result());
    }

    static ErrorCode code(Outcome outcome) {
        return refusal(outcome).code();
    }

    String create(String name) {
        return done(submit(new Request.Create(spec(name), false))).deploymentId();
    }

    /** A deployment that has been taken over and brought to that status. */
    String createIn(DeploymentStatus status) {
        String id = create("in-" + status.wire());
        switch (status) {
            case PENDING -> {}
            case ASSIGNED -> assign(id);
            case STARTING, RUNNING, FAILED -> report(id, status.wire());
            case STOPPING -> {
                report(id, "running");
                desire(id, DesiredState.STOPPED);
            }
            case STOPPED -> {
                report(id, "running");
                desire(id, DesiredState.STOPPED);
                report(id, "stopped");
            }
            case DELETED -> submit(new Request.Delete(id, ANY));
        }
        return id;
    }

    /** No request leads there and stays; the system's own placing will. */
    private void assign(String id) {
        Workspace work = new Workspace(state, command(new Request.Get(id), null, false), meta(), new CountingIds());
        work.moveTo(find(id), DeploymentStatus.ASSIGNED);
        state.apply(work.writes(limits));
        state.apply(List.of(new Write.PutTenant(TENANT, new TenantState(work.sequence(), state.keyCount()))));
        log.addAll(work.events());
        offset++;
    }

    Outcome report(String id, String status) {
        return submit(new Request.ReportStatus(id, status, null, null));
    }

    Outcome desire(String id, DesiredState desired) {
        return submit(new Request.Patch(id, new Precondition.None(), desired(desired)));
    }

    static SpecChanges desired(DesiredState desired) {
        return new SpecChanges(null, null, null, null, null, null, null, null, desired, Set.of());
    }

    static SpecChanges image(String image) {
        return new SpecChanges(null, image, null, null, null, null, null, null, null, Set.of());
    }

    Deployment find(String id) {
        return Objects.requireNonNull(state.deployment(TENANT, id), id).deployment();
    }

    DeploymentStatus statusOf(String id) {
        return find(id).status();
    }

    List<String> typesOf(String id) {
        return log.stream()
                .filter(event -> event.deploymentId().equals(id))
                .map(event -> event.change().type() + ":" + event.status().wire())
                .toList();
    }

    static DeploymentSpec spec(String name) {
        return DeploymentSpec.of(name, "registry.example.com/team/app:1.0");
    }
}
