package ai.rios.libp2p.relay;

import ai.rios.libp2p.MalformedException;

/** What relays and peers answer. */
public enum RelayStatus {
    /** Nothing; nobody sends it. */
    UNUSED(0),
    /** It is done. */
    OK(100),
    /** The relay gives no reservation now. */
    RESERVATION_REFUSED(200),
    /** The relay has no room for one more. */
    RESOURCE_LIMIT_EXCEEDED(201),
    /** This peer may not, or not in this way. */
    PERMISSION_DENIED(202),
    /** The relay does not get through to the other peer. */
    CONNECTION_FAILED(203),
    /** The other peer has no reservation at this relay. */
    NO_RESERVATION(204),
    /** The message cannot be read. */
    MALFORMED_MESSAGE(400),
    /** The message does not belong here. */
    UNEXPECTED_MESSAGE(401);

    private final int code;

    RelayStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static RelayStatus ofCode(long code) {
        for (RelayStatus status : values()) {
            if (status.code == code) {
                return status;
            }
        }
        throw new MalformedException("no relay answers " + Long.toUnsignedString(code));
    }
}
