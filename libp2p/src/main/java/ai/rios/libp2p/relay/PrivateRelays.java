package ai.rios.libp2p.relay;

import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.host.Reachability;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Listens over relays for as long as the host is known to be reached in no other way. Thread-safe. */
final class PrivateRelays {
    private static final Logger LOG = System.getLogger(PrivateRelays.class.getName());

    /** Until relays are asked again that gave no reservation. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final HostContext context;
    private final List<Multiaddr> relays;

    /** Held while reservations are taken and given back, so that the latest state wins. */
    private final ReentrantLock following = new ReentrantLock();

    /** What ends the listening over each relay; the lock above guards it. */
    private final Map<Multiaddr, Closeable> listening = new HashMap<>();

    /** Relays that are dialed at these addresses, each with its peer at the end. */
    PrivateRelays(HostContext context, List<Multiaddr> relays) {
        this.context = context;
        this.relays = relays;
    }

    void begin() {
        context.host().addListener(new HostListener() {
            @Override
            public void reachabilityChanged(Reachability reachability) {
                followSoon();
            }
        });
    }

    private void followSoon() {
        Thread.ofVirtual().name("libp2p-private").start(this::follow);
    }

    private void follow() {
        following.lock();
        try {
            boolean isPrivate = context.host().reachability() == Reachability.PRIVATE;
            for (Multiaddr relay : relays) {
                if (isPrivate) {
                    listen(relay);
                } else {
                    unlisten(relay);
                }
            }
            if (isPrivate && listening.size() < relays.size()) {
                context.timers().schedule(RETRY, this::followSoon);
            }
        } finally {
            following.unlock();
        }
    }

    private void listen(Multiaddr relay) {
        if (listening.containsKey(relay)) {
            return;
        }
        try {
            listening.put(
                    relay,
                    context.listen(
                            RelayProtocol.circuit(relay, PeerAddresses.at(relay).id())));
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "no reservation relay={0} reason={1}", relay, failure.toString());
        }
    }

    private void unlisten(Multiaddr relay) {
        Closeable listener = listening.remove(relay);
        if (listener == null) {
            return;
        }
        try {
            listener.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "a reservation is left to end by itself reason={0}", failure.toString());
        }
    }
}
