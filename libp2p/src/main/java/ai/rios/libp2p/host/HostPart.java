package ai.rios.libp2p.host;

import java.io.IOException;

/**
 * Something that is built on a host and comes with it: protocols it serves, ways to reach peers. One part belongs to one
 * host. Thread-safe.
 */
public interface HostPart extends AutoCloseable {
    /**
     * Joins the host, before it listens.
     *
     * @param context what parts may use beyond what everybody may
     * @throws IOException when it cannot; the host does not start
     */
    void attach(HostContext context) throws IOException;

    /** Whether the host's TCP must be able to dial from the ports where it listens. */
    default boolean dialsFromListenPorts() {
        return false;
    }

    /** Ends what it runs; the host calls it when it stops listening, while connections still stand. */
    @Override
    default void close() {}
}
