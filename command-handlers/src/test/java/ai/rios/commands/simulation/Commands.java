package ai.rios.commands.simulation;

import static ai.rios.commands.simulation.Violation.unless;

import ai.rios.commands.deployment.Effects;
import ai.rios.commands.deployment.KeyRef;
import ai.rios.commands.deployment.ShardLimits;
import ai.rios.commands.simulation.Decided.Case;
import ai.rios.commands.simulation.PartitionLog.Entry;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What must hold of each command's outcome and events, and of repeated keys. */
final class Commands {
    private final Decided decided;
    private final ShardLimits limits;

    Commands(Decided decided, ShardLimits limits) {
        this.decided = decided;
        this.limits = limits;
    }

    void check() {
        Map<String, List<Case>> byOperation = new LinkedHashMap<>();
        decided.cases().stream()
                .filter(each -> !each.isTimer())
                .forEach(each -> byOperation
                        .computeIfAbsent(each.command().operation(), _ -> new ArrayList<>())
                        .add(each));
        Map<String, List<Entry>> events = decided.eventsByOperation();
        unless(
                byOperation.keySet().containsAll(events.keySet()),
                Invariant.EVENTS_ONCE,
                "there are events of what was never asked");
        byOperation.forEach((operation, cases) -> checkEvents(cases, events.getOrDefault(operation, List.of())));
        if (isKept(limits)) {
            checkKeys();
        }
    }

    /** Whether no key is forgotten within a history. */
    private static boolean isKept(ShardLimits limits) {
        return limits.equals(World.KEEPING);
    }

    /** Each event belongs to one outcome, which tells of it; each change that an outcome tells of has its event. */
    private static void checkEvents(List<Case> cases, List<Entry> events) {
        int told = 0;
        for (Case each : cases) {
            List<DeploymentEvent> own = events.stream()
                    .filter(entry -> Objects.equals(
                            entry.transaction(),
                            Objects.requireNonNull(each.outcomeEntry()).transaction()))
                    .map(entry -> (DeploymentEvent) Decided.valueOf(entry))
                    .toList();
            Told what = Told.by(each.outcome());
            if (!what.touched().isEmpty()) {
                checkEvents(each, what, own);
                told += own.size();
            }
        }
        unless(
                told == events.size(),
                told == 0 ? Invariant.EVENTS_ONCE : Invariant.ONE_TRANSACTION,
                cases.getFirst().command().operation() + " has " + events.size()
                        + " events, its outcomes' transactions " + told);
    }

    private static void checkEvents(Case each, Told what, List<DeploymentEvent> own) {
        String operation = each.command().operation();
        Set<String> made = new HashSet<>();
        for (int i = 0; i < own.size(); i++) {
            DeploymentEvent event = own.get(i);
            unless(
                    made.add(Told.name(event.deploymentId(), event.revision())),
                    Invariant.EVENTS_ONCE,
                    operation + " has " + event.deploymentId() + " revision " + event.revision() + " twice");
            unless(
                    what.touched().contains(event.deploymentId()),
                    Invariant.EVENTS_ONCE,
                    operation + " does not tell of " + event.deploymentId());
            unless(
                    event.sequence() == own.getFirst().sequence() + i,
                    Invariant.WHOLE_BATCH,
                    operation + " has another's event amid its own");
            DeploymentEvent.BatchPosition position = event.batch();
            unless(
                    (position != null) == each.command().request() instanceof Request.Batch
                            && (position == null || (position.index() == i && position.size() == own.size())),
                    Invariant.WHOLE_BATCH,
                    operation + " has " + own.size() + " events, of which one stands at " + position);
        }
        unless(made.containsAll(what.changes()), Invariant.EVENTS_ONCE, operation + " tells " + what + ", has " + made);
        unless(
                own.isEmpty() || own.getLast().sequence() == each.outcome().sequence(),
                Invariant.EVENTS_ONCE,
                operation + " tells of another position than that of its last event");
    }

    private void checkKeys() {
        Map<KeyRef, Case> first = new HashMap<>();
        for (Case each : decided.cases()) {
            DeploymentCommand.Idempotency idempotency = each.command().idempotency();
            boolean isPartial = each.command().request() instanceof Request.Batch(boolean atomic, var _) && !atomic;
            if (idempotency != null && !each.command().dryRun() && !isPartial && !isExpired(each.outcome())) {
                KeyRef ref = new KeyRef(each.command().tenant(), idempotency.scope(), idempotency.key());
                Case before = first.putIfAbsent(ref, each);
                if (before == null) {
                    unless(each.outcome().replayOf() == null, Invariant.FIRST_OUTCOME, ref + " was never used before");
                } else {
                    checkRepeat(ref, before, each);
                }
            }
        }
    }

    private static void checkRepeat(KeyRef ref, Case first, Case again) {
        Outcome outcome = again.outcome();
        String fingerprint =
                Objects.requireNonNull(first.command().idempotency()).fingerprint();
        if (fingerprint.equals(
                Objects.requireNonNull(again.command().idempotency()).fingerprint())) {
            unless(
                    first.command().operation().equals(outcome.replayOf())
                            && outcome.sequence() == first.outcome().sequence()
                            && Effects.of(outcome.result())
                                    .equals(Effects.of(first.outcome().result())),
                    Invariant.FIRST_OUTCOME,
                    ref + " gave " + first.outcome() + ", then " + outcome);
        } else {
            unless(
                    outcome.result() instanceof Outcome.Refused refused
                            && refused.refusal().code() == ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    Invariant.FIRST_OUTCOME,
                    ref + " was used for something else");
        }
    }

    private static boolean isExpired(Outcome outcome) {
        return outcome.result() instanceof Outcome.Refused refused
                && refused.refusal().code() == ErrorCode.EXPIRED;
    }

    /**
     * What an outcome says was changed.
     *
     * @param changes revisions that must be among the events
     * @param touched deployments that may be among them
     */
    private record Told(Set<String> changes, Set<String> touched) {
        static Told by(Outcome outcome) {
            Told told = new Told(new HashSet<>(), new HashSet<>());
            if (outcome.replayOf() == null && !outcome.dryRun()) {
                told.add(outcome.result());
            }
            return told;
        }

        static String name(String id, long revision) {
            return id + "@" + revision;
        }

        private void add(Outcome.Result result) {
            switch (result) {
                case Outcome.Done done -> add(done);
                case Outcome.BatchDone(List<Outcome.Item> items) ->
                    items.stream().filter(item -> !item.replayed()).forEach(item -> add(item.result()));
                case Outcome.Refused _, Outcome.NotApplied _ -> {
                    // nothing was done
                }
            }
        }

        private void add(Outcome.Done done) {
            switch (done.effect()) {
                case CREATED, CHANGED, DELETED -> {
                    changes.add(name(done.deploymentId(), done.revision()));
                    touched.add(done.deploymentId());
                }
                case DELETING -> touched.add(done.deploymentId());
                case UNCHANGED, READ -> {
                    // nothing was done
                }
            }
        }
    }
}
