package ai.rios.edge.websocket;

import org.jspecify.annotations.Nullable;

/** What a frame is (RFC 6455, section 5.2). Immutable. */
enum Opcode {
    CONTINUATION(0x0),
    TEXT(0x1),
    BINARY(0x2),
    CLOSE(0x8),
    PING(0x9),
    PONG(0xA);

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The four bits on the wire. */
    int code() {
        return code;
    }

    /** Control frames may stand between the fragments of a message and are never fragmented themselves. */
    boolean isControl() {
        return code >= 0x8;
    }

    /** The opcode of four bits; null where the RFC reserves them. */
    static @Nullable Opcode of(int code) {
        return switch (code) {
            case 0x0 -> CONTINUATION;
            case 0x1 -> TEXT;
            case 0x2 -> BINARY;
            case 0x8 -> CLOSE;
            case 0x9 -> PING;
            case 0xA -> PONG;
            default -> null;
        };
    }
}
