package ai.rios.libp2p.muxer.yamux;

/** What a frame is. */
enum FrameType {
    /** Payload of a stream follows. */
    DATA(0),
    /** The sender takes so many bytes more. */
    WINDOW_UPDATE(1),
    /** A question whether the other end lives (SYN), or its answer (ACK). */
    PING(2),
    /** The connection ends. */
    GO_AWAY(3);

    private final int number;

    FrameType(int number) {
        this.number = number;
    }

    /** As it stands on the wire. */
    int number() {
        return number;
    }

    static FrameType of(int number) throws YamuxViolation {
        return switch (number) {
            case 0 -> DATA;
            case 1 -> WINDOW_UPDATE;
            case 2 -> PING;
            case 3 -> GO_AWAY;
            default -> throw new YamuxViolation("unknown frame type " + number);
        };
    }
}
