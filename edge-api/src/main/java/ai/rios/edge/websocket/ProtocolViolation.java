package ai.rios.edge.websocket;

/** What a peer sent cannot be accepted; the connection ends with the close code it carries. Immutable. */
final class ProtocolViolation extends Exception {
    private static final long serialVersionUID = 1L;

    private final int closeCode;

    ProtocolViolation(int closeCode, String message) {
        super(message, null, false, false); // a hostile peer causes these at will: no stack trace to pay for
        this.closeCode = closeCode;
    }

    /** A breach of the framing rules, 1002. */
    static ProtocolViolation of(String message) {
        return new ProtocolViolation(CloseReason.PROTOCOL_ERROR, message);
    }

    static ProtocolViolation tooBig(long limitBytes) {
        return new ProtocolViolation(CloseReason.TOO_BIG, "a message over " + limitBytes + " bytes");
    }

    /** What to tell the peer. */
    CloseReason reason() {
        return new CloseReason(closeCode, String.valueOf(getMessage()));
    }
}
