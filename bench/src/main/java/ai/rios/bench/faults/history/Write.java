package ai.rios.bench.faults.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to change something, and what its client saw of it. Immutable.
 *
 * @param number of the attempt in the history
 * @param requestId the attempt's own
 * @param key its idempotency key, if it had one; attempts under one key are the same request
 * @param kind what was asked for
 * @param changes how many changes it asks for: the items of a batch, else 1
 * @param answer null when none came
 */
public record Write(
        long number,
        String client,
        String tenant,
        String requestId,
        @Nullable String key,
        Kind kind,
        int changes,
        @Nullable Answer answer) {
    /** What a write asks for. */
    public enum Kind {
        CREATE,
        UPDATE,
        PATCH,
        DELETE,
        REPORT,
        BATCH_ATOMIC,
        BATCH_PARTIAL
    }

    /** What an answer says has become of a write. */
    public enum Fate {
        /** It was done: its effects have happened, once. */
        DONE,
        /** It was refused by the decision, which a repeated key gives again. */
        REFUSED,
        /** It was turned away: nothing has happened, and the same key may try again. */
        NOTHING_DONE,
        /** Nothing is known. */
        UNKNOWN
    }

    /**
     * An answer.
     *
     * @param code of an error; empty where it is none
     * @param operation the operation it names; null when it names none
     * @param position the position it tells; 0 none
     * @param replayed whether it is said to be an earlier answer
     * @param effects what it says has happened
     * @param rows deployments that it shows
     */
    public record Answer(
            int status,
            String code,
            Fate fate,
            @Nullable String operation,
            long position,
            boolean replayed,
            List<Effect> effects,
            List<Row> rows) {
        public Answer {
            effects = List.copyOf(effects);
            rows = List.copyOf(rows);
        }
    }

    /** What its events must share: attempts under one key are one intent. */
    String intent() {
        return key == null ? requestId : tenant + " key " + key;
    }

    String told() {
        return "#" + number + " " + kind + " of " + client + " (tenant " + tenant + ", request " + requestId
                + (key == null ? "" : ", key " + key)
                + (answer == null
                        ? ", no answer)"
                        : ", answered " + answer.status() + " " + answer.code() + (answer.replayed() ? " again" : "")
                                + " operation " + answer.operation() + ")");
    }
}
