package ai.rios.commands.simulation;

import static ai.rios.commands.simulation.Violation.unless;

import ai.rios.commands.kafka.Adapter;
import ai.rios.commands.simulation.PartitionLog.Entry;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a partition's logs hold in the end: each command with what was decided of it.
 *
 * @param cases every command's record in order
 */
record Decided(List<Case> cases, List<Entry> events, List<Entry> outcomes, List<Entry> deadLetters, List<Entry> marks) {
    /**
     * A command's record.
     *
     * @param outcomeEntry the one of its operation in its turn; null for timers, and where there is none
     */
    record Case(
            Entry entry,
            DeploymentCommand command,
            @Nullable Entry outcomeEntry) {
        boolean isTimer() {
            return command.actor().equals(DeploymentCommand.TIMER);
        }

        Outcome outcome() {
            return (Outcome) valueOf(Objects.requireNonNull(outcomeEntry));
        }
    }

    static Decided of(Broker broker, int partition) {
        List<Entry> outcomes = broker.log(Topic.OUTCOMES, partition).history();
        Map<String, Deque<Entry>> byOperation = new LinkedHashMap<>();
        for (Entry entry : outcomes) {
            byOperation
                    .computeIfAbsent(((Outcome) valueOf(entry)).operation(), _ -> new ArrayDeque<>())
                    .add(entry);
        }
        List<Case> cases = new ArrayList<>();
        for (Entry entry : broker.log(Topic.COMMANDS, partition).history()) {
            DeploymentCommand command = (DeploymentCommand) valueOf(entry);
            Deque<Entry> waiting = byOperation.getOrDefault(command.operation(), new ArrayDeque<>());
            cases.add(new Case(entry, command, waiting.poll()));
        }
        List<Entry> marks = broker.log(Topic.CHANGELOG, partition).history().stream()
                .filter(entry -> decidedOffset(entry) >= 0)
                .toList();
        return new Decided(
                cases,
                broker.log(Topic.EVENTS, partition).history(),
                outcomes,
                broker.log(Topic.DEAD_LETTERS, partition).history(),
                marks);
    }

    static Object valueOf(Entry entry) {
        return Objects.requireNonNull(entry.message().value());
    }

    /** Every command that got into the log has one outcome and one mark in the state, of one transaction; there are no others. */
    void checkOnce() {
        unless(deadLetters.isEmpty(), Invariant.DECIDED_ONCE, "a sound command was set aside");
        unless(
                marks.size() == cases.size(),
                Invariant.DECIDED_ONCE,
                cases.size() + " commands, " + marks.size() + " of them marked as decided");
        long expected = cases.stream().filter(each -> !each.isTimer()).count();
        unless(
                outcomes.size() == expected,
                Invariant.DECIDED_ONCE,
                expected + " commands, " + outcomes.size() + " outcomes");
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            Entry mark = marks.get(i);
            unless(
                    decidedOffset(mark) == each.entry().offset(),
                    Invariant.DECIDED_ONCE,
                    "offset " + each.entry().offset() + " came in the turn of " + decidedOffset(mark));
            if (!each.isTimer()) {
                Entry outcome = each.outcomeEntry();
                unless(outcome != null, Invariant.DECIDED_ONCE, each.command().operation() + " has no outcome");
                unless(
                        outcome != null && Objects.equals(outcome.transaction(), mark.transaction()),
                        Invariant.ONE_TRANSACTION,
                        "the outcome of " + each.command().operation() + " is not of the state's "
                                + mark.transaction());
            }
        }
    }

    /** The events that an operation caused. */
    Map<String, List<Entry>> eventsByOperation() {
        Map<String, List<Entry>> byOperation = new LinkedHashMap<>();
        for (Entry entry : events) {
            String operation = ((DeploymentEvent) valueOf(entry)).cause().operation();
            if (!operation.isEmpty()) {
                byOperation.computeIfAbsent(operation, _ -> new ArrayList<>()).add(entry);
            }
        }
        return byOperation;
    }

    private static long decidedOffset(Entry entry) {
        return Adapter.decidedOffset(entry.message().key(), entry.message().value());
    }
}
