package ai.rios.libp2p.relay;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Keeps a reservation at one relay: renews it when half of its time is over, and takes it anew after 1 s and then ever
 * longer, at most 5 min, where it was lost. Thread-safe.
 */
final class CircuitListener implements Transport.Listener {
    private static final Logger LOG = System.getLogger(CircuitListener.class.getName());

    /** Keeps the connection with the relay, on which nothing is said for long. */
    private static final String TAG = "relay";

    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST_RETRY = Duration.ofMinutes(5);

    /** Relays whose calendar is wrong, or that promise for ever, are asked within this. */
    private static final Duration LATEST_RENEWAL = Duration.ofHours(1);

    private final HostContext context;
    private final RelayClient client;
    private final PeerAddresses relay;
    private final Consumer<Upgraded> connections;
    private final Consumer<CircuitListener> closing;

    /** Held while the relay is asked, so that one at a time asks. */
    private final ReentrantLock asking = new ReentrantLock();

    /** All below: the listener's own lock guards them. */
    private Optional<Reservation> reservation = Optional.empty();

    private Optional<Connection> over = Optional.empty();
    private Optional<Timers.Timer> next = Optional.empty();
    private int failures;
    private boolean closed;

    CircuitListener(
            HostContext context,
            RelayClient client,
            PeerAddresses relay,
            Consumer<Upgraded> connections,
            Consumer<CircuitListener> closing) {
        this.context = context;
        this.client = client;
        this.relay = relay;
        this.connections = connections;
        this.closing = closing;
    }

    PeerId relay() {
        return relay.id();
    }

    synchronized Optional<Reservation> reservation() {
        return reservation;
    }

    /** Takes the first reservation. */
    void begin() throws IOException {
        asking.lock();
        try {
            take();
        } finally {
            asking.unlock();
        }
    }

    private void take() throws IOException {
        Connection connection = context.connectDirectly(relay);
        taken(connection, client.reserve(connection));
        if (connection.isClosed()) {
            disconnected(connection);
        }
    }

    private synchronized void taken(Connection connection, Reservation fresh) {
        reservation = Optional.of(fresh);
        over = Optional.of(connection);
        failures = 0;
        context.host().tags().protect(relay.id(), TAG);
        Duration half =
                Duration.between(context.clock().instant(), fresh.expires()).dividedBy(2);
        askIn(half.compareTo(LATEST_RENEWAL) > 0 ? LATEST_RENEWAL : half);
    }

    private synchronized void askIn(Duration delay) {
        next.ifPresent(Timers.Timer::cancel);
        if (!closed) {
            Duration wait = delay.compareTo(SOONEST) < 0 ? SOONEST : delay;
            next = Optional.of(context.timers()
                    .schedule(
                            wait,
                            () -> Thread.ofVirtual().name("libp2p-reservation").start(this::askAgain)));
        }
    }

    private void askAgain() {
        asking.lock();
        try {
            List<Multiaddr> before = addresses();
            take();
            if (!before.equals(addresses())) {
                context.addressesChanged();
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "no reservation peerId={0} reason={1}", relay.id(), failure.toString());
            failed();
        } finally {
            asking.unlock();
        }
    }

    private void failed() {
        boolean lost;
        synchronized (this) {
            failures = Math.min(failures + 1, 100);
            lost = reservation
                    .filter(held -> !held.expires().isAfter(context.clock().instant()))
                    .isPresent();
            if (lost) {
                reservation = Optional.empty();
            }
            Duration wait = Duration.ofSeconds((long) failures * failures);
            askIn(wait.compareTo(LATEST_RETRY) > 0 ? LATEST_RETRY : wait);
        }
        if (lost) {
            context.addressesChanged();
        }
    }

    /** A reservation dies with its connection. */
    void disconnected(Connection connection) {
        synchronized (this) {
            if (closed || reservation.isEmpty() || !over.equals(Optional.of(connection))) {
                return;
            }
            reservation = Optional.empty();
            askIn(SOONEST);
        }
        context.addressesChanged();
    }

    /** Takes a connection that came over the relay. */
    void accept(Upgraded upgraded) {
        connections.accept(upgraded);
    }

    @Override
    public synchronized List<Multiaddr> addresses() {
        return reservation.map(Reservation::addresses).orElse(List.of());
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            context.host().tags().remove(relay.id(), TAG);
            reservation = Optional.empty();
            next.ifPresent(Timers.Timer::cancel);
        }
        closing.accept(this);
    }
}
