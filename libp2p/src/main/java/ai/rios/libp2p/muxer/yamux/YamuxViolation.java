package ai.rios.libp2p.muxer.yamux;

/** The other end did what the protocol or our limits do not allow; the session ends with GoAway(1). */
final class YamuxViolation extends Exception {
    private static final long serialVersionUID = 1;

    YamuxViolation(String message) {
        super(message);
    }
}
