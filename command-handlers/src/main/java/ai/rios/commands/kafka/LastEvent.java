package ai.rios.commands.kafka;

/**
 * The last event on a partition of the events topic. Immutable.
 *
 * @param sequence of the tenant
 */
public record LastEvent(String eventId, String tenant, long sequence) {
    @Override
    public String toString() {
        return eventId + " (sequence " + sequence + " of " + tenant + ")";
    }
}
