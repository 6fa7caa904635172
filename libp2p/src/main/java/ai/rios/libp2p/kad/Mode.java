package ai.rios.libp2p.kad;

/** What a node does for others. */
public enum Mode {
    /** It answers, remembers who provides what, and stands in the routing tables of others: for those who can be reached. */
    SERVER,

    /** It only asks. It does not serve the protocol, and does not tell in identify that it would. */
    CLIENT
}
