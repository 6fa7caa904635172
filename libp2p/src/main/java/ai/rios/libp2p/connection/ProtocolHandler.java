package ai.rios.libp2p.connection;

/** Serves the streams of one protocol that other peers open. Thread-safe: streams are served at the same time. */
@FunctionalInterface
public interface ProtocolHandler {
    /**
     * Serves one stream, on a virtual thread of its own. A stream that it leaves open is closed when it returns, and reset
     * when it throws.
     *
     * @throws Exception whatever it likes; the other end sees a reset
     */
    void handle(Stream stream) throws Exception;
}
