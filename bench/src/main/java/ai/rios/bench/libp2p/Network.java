package ai.rios.bench.libp2p;

/** What two peers talk over. */
public enum Network {
    /** TCP, Noise and Yamux. */
    TCP,
    /** QUIC, which brings security and streams with it. */
    QUIC
}
