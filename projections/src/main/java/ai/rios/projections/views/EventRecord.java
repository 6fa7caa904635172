package ai.rios.projections.views;

import org.jspecify.annotations.Nullable;

/** A record of the events topic, undecoded. The value is not changed by whoever gets it. */
public final class EventRecord {
    private final String tenant;
    private final long offset;
    private final long timestampMs;
    private final byte @Nullable [] value;

    /**
     * @param tenant the record's key
     * @param timestampMs of the record, epoch milliseconds
     * @param value null where the record has none
     */
    public EventRecord(String tenant, long offset, long timestampMs, byte @Nullable [] value) {
        this.tenant = tenant;
        this.offset = offset;
        this.timestampMs = timestampMs;
        this.value = value;
    }

    /** The record's key. */
    public String tenant() {
        return tenant;
    }

    /** Offset in its partition. */
    public long offset() {
        return offset;
    }

    /** Epoch milliseconds. */
    public long timestampMs() {
        return timestampMs;
    }

    /** The event's bytes; null where the record has none. */
    public byte @Nullable [] value() {
        return value;
    }
}
