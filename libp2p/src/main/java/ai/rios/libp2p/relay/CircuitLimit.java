package ai.rios.libp2p.relay;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.time.Duration;

/**
 * What one circuit may have. Immutable.
 *
 * @param time until it is cut off, in whole seconds; zero is without end
 * @param bytes each way; zero is any number
 */
public record CircuitLimit(Duration time, long bytes) {
    private static final long MOST_SECONDS = 0xffff_ffffL;

    /** Refuses what cannot be said in a message. */
    public CircuitLimit {
        if (time.isNegative()
                || time.toSeconds() > MOST_SECONDS
                || !time.equals(Duration.ofSeconds(time.toSeconds()))) {
            throw new IllegalArgumentException("a circuit's time is in whole seconds, and not " + time);
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("a circuit has 0 bytes or more, not " + bytes);
        }
    }

    byte[] encode() {
        return new ProtoWriter().varint(1, time.toSeconds()).varint(2, bytes).toBytes();
    }

    static CircuitLimit decode(byte[] message) {
        long seconds = 0;
        long bytes = 0;
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> seconds = in.varint();
                // More than a long holds is as good as no limit.
                case 2 -> bytes = in.varint() < 0 ? Long.MAX_VALUE : in.varint();
                default -> {}
            }
        }
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw new MalformedException("a circuit's time has more than 32 bits");
        }
        return new CircuitLimit(Duration.ofSeconds(seconds), bytes);
    }
}
