package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Invariant#ACKNOWLEDGED_IS_THERE}. */
final class AcknowledgedChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        for (Write write : history.writes()) {
            Write.Answer answer = write.answer();
            if (answer != null && answer.fate() == Write.Fate.DONE) {
                for (Effect effect : answer.effects()) {
                    lack(write, answer, effect, events)
                            .ifPresent(text ->
                                    found.add(new Violation(Invariant.ACKNOWLEDGED_IS_THERE, write.tenant(), text)));
                }
            }
        }
        return found;
    }

    private static Optional<String> lack(Write write, Write.Answer answer, Effect effect, EventIndex events) {
        List<LoggedEvent> meant = events.ofDeployment(effect.deployment()).stream()
                .filter(event -> event.tenant().equals(write.tenant()))
                .filter(event -> event.kind().equals(effect.kind()))
                .filter(event -> effect.label().isEmpty() || event.label().equals(effect.label()))
                .filter(event -> isOnceALife(effect)
                        || event.operation().equals(answer.operation())
                        || isRepeatedItem(write, effect, event))
                .toList();
        String promised = effect.kind() + " of " + effect.deployment()
                + (effect.label().isEmpty() ? "" : " with label " + effect.label());
        if (meant.isEmpty()) {
            return Optional.of(write.told() + " is acknowledged, but the log has no " + promised);
        }
        if (effect.revision() > 0 && meant.stream().noneMatch(event -> event.revision() <= effect.revision())) {
            return Optional.of(write.told() + " was told revision " + effect.revision() + ", but the log has "
                    + meant.getFirst().told());
        }
        if (answer.position() > 0 && meant.stream().noneMatch(event -> event.sequence() <= answer.position())) {
            return Optional.of(write.told() + " was told position " + answer.position() + ", but the log has "
                    + meant.getFirst().told());
        }
        return Optional.empty();
    }

    /** A partial batch is remembered item by item: in a repeat the event of an item is an earlier operation's. */
    private static boolean isRepeatedItem(Write write, Effect effect, LoggedEvent event) {
        return write.kind() == Write.Kind.BATCH_PARTIAL && write.key() != null && event.revision() == effect.revision();
    }

    /** Asking for the end of what is ending already writes nothing: the event is another's. */
    private static boolean isOnceALife(Effect effect) {
        return effect.kind().equals(LoggedEvent.DELETION_REQUESTED)
                || effect.kind().equals(LoggedEvent.DELETED);
    }
}
