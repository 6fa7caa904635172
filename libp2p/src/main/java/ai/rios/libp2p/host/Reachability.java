package ai.rios.libp2p.host;

/** Whether peers elsewhere can dial a host. */
public enum Reachability {
    /** Nobody has found out yet. */
    UNKNOWN,

    /** They can, by at least one address. */
    PUBLIC,

    /** They cannot; it is reached over relays, if at all. */
    PRIVATE
}
