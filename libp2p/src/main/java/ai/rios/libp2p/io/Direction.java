package ai.rios.libp2p.io;

/** Which end of a connection or stream this is, and so which role it has in every layer above. */
public enum Direction {
    /** The other end began: this one is listener, responder, server. */
    INBOUND,

    /** This end began: it is dialer, initiator, client. */
    OUTBOUND
}
