package ai.rios.schemas.deployment;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one command came to: the record on the outcomes topic. Immutable.
 *
 * @param operation the command's operation id
 * @param command the command's type
 * @param time decision time: log-append time of the command
 * @param sequence the tenant's sequence after the decision, which is the position that clients see
 * @param dryRun nothing was written
 * @param replayOf the operation that first used the same idempotency key; null unless this is a replay
 * @param result what it came to
 */
public record Outcome(
        String operation,
        String requestId,
        String tenant,
        String actor,
        String command,
        Instant time,
        long sequence,
        boolean dryRun,
        @Nullable String replayOf,
        Result result) {

    /** What a command, or an item of a batch, came to. */
    public sealed interface Result {}

    /** How a command was done. */
    public enum Effect {
        /** A deployment exists that did not. */
        CREATED,
        /** A deployment changed. */
        CHANGED,
        /** There was nothing to change; no event was written. */
        UNCHANGED,
        /** The deployment is being stopped and will be deleted. */
        DELETING,
        /** The deployment is gone. */
        DELETED,
        /** The deployment was read. */
        READ
    }

    /**
     * It was done.
     *
     * @param revision the deployment's revision after it
     * @param deployment the deployment after it; null on replays and where the outcome would grow too large: then the
     *     history at that revision tells
     */
    public record Done(
            Effect effect,
            String deploymentId,
            long revision,
            @Nullable Deployment deployment) implements Result {}

    /**
     * It was refused, and nothing was written.
     *
     * @param deploymentId the deployment it was about, if it named one
     * @param items of an atomic batch, what came of each; else empty
     */
    public record Refused(Refusal refusal, @Nullable String deploymentId, List<Item> items) implements Result {
        public Refused {
            items = List.copyOf(items);
        }
    }

    /** A batch was decided: all of it when atomic, each item for itself when partial. */
    public record BatchDone(List<Item> items) implements Result {
        public BatchDone {
            items = List.copyOf(items);
        }
    }

    /** The item stood in an atomic batch that another item aborted. */
    public record NotApplied() implements Result {}

    /**
     * What one item of a batch came to.
     *
     * @param itemId the client's name for it
     * @param replayed answered from an earlier use of the batch's idempotency key
     * @param result never {@link BatchDone}
     */
    public record Item(@Nullable String itemId, boolean replayed, Result result) {}
}
