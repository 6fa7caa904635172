package ai.rios.bench.faults.history;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An event as its topic holds it. Immutable.
 *
 * @param place partition and offset, for people
 * @param sequence 1, 2, 3 … of the tenant
 * @param operation of the command behind it; empty for timers
 * @param requestId of the request behind it
 * @param batch its place among the events of a batch; null outside of batches
 * @param kind such as {@code created}
 * @param content what it says of the deployment
 */
public record LoggedEvent(
        String place,
        String tenant,
        String eventId,
        String deployment,
        long revision,
        long sequence,
        String operation,
        String requestId,
        @Nullable Batch batch,
        String kind,
        Content content) {
    /** Kind of a deployment's first event. */
    public static final String CREATED = "created";

    /** Kind of an event that replaces the spec. */
    public static final String SPEC_CHANGED = "spec_changed";

    /** Kind of an event that moves the status, or what was observed. */
    public static final String STATUS_CHANGED = "status_changed";

    /** Kind of an event that asks for the end. */
    public static final String DELETION_REQUESTED = "deletion_requested";

    /** Kind of a deployment's last event. */
    public static final String DELETED = "deleted";

    /**
     * A place among the events of a batch.
     *
     * @param index from 0
     * @param size events of the batch in all
     */
    public record Batch(String id, int index, int size) {}

    /** The label of the change of the spec behind it, which no other change bears; empty where it changes no spec. */
    String label() {
        boolean isLabelled = kind.equals(CREATED) || kind.equals(SPEC_CHANGED);
        SortedMap<String, String> spec = content.spec();
        return isLabelled && spec != null ? spec.getOrDefault(Row.LABEL, "") : "";
    }

    String told() {
        return kind + " of " + deployment + " revision " + revision + " (tenant " + tenant + " sequence " + sequence
                + ", operation " + operation + ", " + place + ")";
    }
}
