package ai.rios.libp2p.host;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.util.List;

/** Hears what happens to a host and its connections. Calls come on the threads of the connections, and should be short. */
public interface HostListener {
    /** A connection stands. */
    default void connected(Connection connection) {}

    /** A connection has ended, by whichever end. */
    default void disconnected(Connection connection) {}

    /** The peer at the other end told who it is and what it speaks, for the first time or anew. */
    default void identified(Connection connection, IdentifyMessage told) {}

    /** Where the host is reached, with its peer at the ends; other addresses than before. */
    default void addressesChanged(List<Multiaddr> addresses) {}

    /** Whether peers elsewhere can dial the host is known, or is no more as it was. */
    default void reachabilityChanged(Reachability reachability) {}
}
