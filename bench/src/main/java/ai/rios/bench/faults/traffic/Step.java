package ai.rios.bench.faults.traffic;

/**
 * One thing that a client is to do. Immutable.
 *
 * @param dueNanos when, from the start of the traffic
 * @param tenant whose, by its place among the tenants
 * @param client which of the tenant's clients, from 0
 * @param kind what
 * @param seed of all that is left to chance in it
 */
public record Step(long dueNanos, int tenant, int client, Kind kind, long seed) {
    /** What a client may do. */
    public enum Kind {
        CREATE(24),
        PATCH(20),
        UPDATE(8),
        DELETE(9),
        REPORT(10),
        BATCH_ATOMIC(4),
        BATCH_PARTIAL(5),
        READ(14),
        LIST(6);

        private final int share;

        Kind(int share) {
            this.share = share;
        }

        /** Of a hundred steps. */
        int share() {
            return share;
        }
    }
}
