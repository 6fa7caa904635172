package ai.rios.schemas.query;

import org.jspecify.annotations.Nullable;

/**
 * A part of the operations with one correlation id to read, the newest first. Immutable.
 *
 * @param limit 1 to {@link #MAX_LIMIT}
 * @param after the last one of the part before; null for the first part
 * @param count whether to count all that there are
 */
public record OperationsQuery(
        String requestId, int limit, @Nullable Place after, boolean count) {
    /** Operations that are answered at once, at most: each may have the outcome of a whole batch with it. */
    public static final int MAX_LIMIT = 50;

    /** The first part, as large as may be. */
    public static OperationsQuery first(String requestId) {
        return new OperationsQuery(requestId, MAX_LIMIT, null, false);
    }

    /**
     * Where an operation stands among those of its request.
     *
     * @param submittedAtMs epoch milliseconds
     */
    public record Place(long submittedAtMs, String id) {
        /** The place of that operation. */
        public static Place of(Operation operation) {
            return new Place(operation.submittedAt().toEpochMilli(), operation.id());
        }

        /** The place in a text that {@link #text()} gave. */
        public static Place ofText(String text) {
            int dot = text.indexOf('.');
            return new Place(Long.parseLong(text.substring(0, dot)), text.substring(dot + 1));
        }

        /** The place as a text. */
        public String text() {
            return submittedAtMs + "." + id;
        }
    }
}
