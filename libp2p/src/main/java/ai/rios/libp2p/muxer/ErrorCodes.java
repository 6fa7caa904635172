package ai.rios.libp2p.muxer;

/** Why a stream is reset, as go-libp2p numbers it. An end that does not know of codes sends none, which reads as 0. */
public final class ErrorCodes {
    /** Nothing is said. */
    public static final long NONE = 0;

    /** No protocol in common. */
    public static final long NEGOTIATION_FAILED = 0x1001;

    /** A limit on streams, connections or memory. */
    public static final long RESOURCE_LIMIT = 0x1002;

    /** Too many in too short a time. */
    public static final long RATE_LIMITED = 0x1003;

    /** The other end broke the protocol. */
    public static final long PROTOCOL_VIOLATION = 0x1004;

    /** Another connection or stream took the place of this one. */
    public static final long SUPPLANTED = 0x1005;

    /** Nobody has used it. */
    public static final long GARBAGE_COLLECTED = 0x1006;

    /** This end stops. */
    public static final long SHUTDOWN = 0x1007;

    /** The peer may not be here. */
    public static final long GATED = 0x1008;

    private ErrorCodes() {}
}
