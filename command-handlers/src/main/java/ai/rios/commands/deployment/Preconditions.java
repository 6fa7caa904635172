package ai.rios.commands.deployment;

import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome.Refused;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Optimistic concurrency: what must hold of a deployment before it may change (RFC 9110, If-Match). */
final class Preconditions {
    private Preconditions() {}

    /** Refuses when no precondition was given where one is needed. */
    static @Nullable Refused missing(Precondition precondition, String id) {
        return precondition instanceof Precondition.None ? Refusals.preconditionRequired(id) : null;
    }

    /** Refuses when the deployment is not at a revision that the caller named. */
    static @Nullable Refused failed(Precondition precondition, Held held) {
        return switch (precondition) {
            case Precondition.None _, Precondition.Exists _ -> null;
            case Precondition.Revisions(Set<Long> revisions) ->
                revisions.contains(held.deployment().revision()) ? null : mismatch(revisions, held);
        };
    }

    /** A name that must not exist is held. */
    static Refused nameHeld(Held holder) {
        long revision = holder.deployment().revision();
        return new Refused(
                new Refusal(
                        ErrorCode.REVISION_MISMATCH,
                        "a deployment named " + holder.deployment().spec().name() + " exists already",
                        List.of(),
                        revision,
                        List.of()),
                holder.deployment().id(),
                List.of());
    }

    private static Refused mismatch(Set<Long> revisions, Held held) {
        long current = held.deployment().revision();
        long newestNamed = revisions.stream()
                .mapToLong(Long::longValue)
                .filter(revision -> revision > 0 && revision < current)
                .max()
                .orElse(0);
        List<String> changed = newestNamed == 0 ? List.of() : held.changedSince(newestNamed);
        return new Refused(
                new Refusal(
                        ErrorCode.REVISION_MISMATCH,
                        "the deployment is at revision " + current,
                        List.of(),
                        current,
                        changed),
                held.deployment().id(),
                List.of());
    }
}
