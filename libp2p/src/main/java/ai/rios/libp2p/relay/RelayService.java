package ai.rios.libp2p.relay;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.Addresses;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.HostPart;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets other peers be reached over this host. It gives reservations and joins circuits to peers that have one; it dials
 * nobody for that, and serves nobody who comes over a relay. A reservation ends with the last connection of its peer.
 * Thread-safe.
 */
public final class RelayService implements HostPart {
    /** Addresses of this host that are told with a reservation, at most. */
    public static final int MOST_ADDRESSES = 16;

    /** Keeps connections of peers with a reservation from being closed as idle. */
    private static final String RESERVED = "relay-reservation";

    private static final int RESERVED_WEIGHT = 10;

    private static final Logger LOG = System.getLogger(RelayService.class.getName());

    private final RelayLimits limits;
    private final RelayAccess access;
    private final ReservationTable reservations;
    private final CircuitCounts counts;
    private final Set<Circuit> circuits = ConcurrentHashMap.newKeySet();

    /** Set once, before the first stream. */
    @SuppressWarnings("NullAway.Init")
    private HostContext context;

    /** A relay of one host. */
    public RelayService(RelayLimits limits, RelayAccess access) {
        this.limits = limits;
        this.access = access;
        this.reservations = new ReservationTable(limits);
        this.counts = new CircuitCounts(limits);
    }

    @Override
    public void attach(HostContext host) {
        context = host;
        // Beside the circuits of a peer there is room for what it asks meanwhile. Limited connections are served to be
        // told that they may not.
        context.host()
                .setStreamHandler(
                        RelayProtocol.HOP_ID, new HandlerOptions(2 * limits.circuitsPerPeer(), true), this::serve);
        context.host().addListener(new HostListener() {
            @Override
            public void disconnected(Connection connection) {
                if (standing(connection.remotePeer()).isEmpty()) {
                    reservations.remove(connection.remotePeer());
                    context.host().tags().remove(connection.remotePeer(), RESERVED);
                }
            }
        });
    }

    private Optional<Connection> standing(PeerId peer) {
        return context.host().connections().stream()
                .filter(connection -> connection.remotePeer().equals(peer))
                .filter(connection -> !connection.isClosed() && !isRelayed(connection))
                .findFirst();
    }

    private static boolean isRelayed(Connection connection) {
        return connection.remoteAddress().isCircuit();
    }

    private void serve(Stream stream) throws IOException, InterruptedException {
        stream.deadline(limits.request());
        HopMessage asked;
        try {
            asked = HopMessage.decode(stream.readFrame(RelayProtocol.LONGEST_MESSAGE));
        } catch (FrameException | MalformedException refused) {
            LOG.log(Level.DEBUG, "hop refused reason={0}", refused.toString());
            refuse(stream, RelayStatus.MALFORMED_MESSAGE);
            return;
        }
        if (isRelayed(stream.connection())) {
            refuse(stream, RelayStatus.PERMISSION_DENIED);
            return;
        }
        switch (asked) {
            case HopMessage.Reserve _ -> reserve(stream);
            case HopMessage.Connect(PeerId target) -> connect(stream, target);
            case HopMessage.Answer _ -> refuse(stream, RelayStatus.UNEXPECTED_MESSAGE);
        }
    }

    private static void refuse(Stream stream, RelayStatus status) throws IOException {
        stream.writeFrame(HopMessage.Answer.of(status).encode());
    }

    private void reserve(Stream stream) throws IOException {
        Connection connection = stream.connection();
        PeerId peer = connection.remotePeer();
        if (access.of(peer) == RelayAccess.Share.DENIED) {
            refuse(stream, RelayStatus.PERMISSION_DENIED);
            return;
        }
        Instant now = context.clock().instant();
        if (!reservations.reserve(peer, connection.remoteAddress(), now)) {
            refuse(stream, RelayStatus.RESERVATION_REFUSED);
            return;
        }
        if (standing(peer).isEmpty()) {
            // It ended meanwhile, and nobody would take the reservation back.
            reservations.remove(peer);
            return;
        }
        Instant until = now.plus(limits.reservationTime()).truncatedTo(ChronoUnit.SECONDS);
        Granted granted = Granted.of(
                until,
                addressesFor(connection.remoteAddress()),
                new Voucher(context.host().id(), peer, until).seal(context.key()));
        context.host().tags().weigh(peer, RESERVED, RESERVED_WEIGHT);
        stream.writeFrame(new HopMessage.Answer(RelayStatus.OK, Optional.of(granted), limitFor(peer)).encode());
    }

    /** Loopback is of use only to those who are there too. */
    private List<Multiaddr> addressesFor(Multiaddr remote) {
        return context.host().addresses().stream()
                .filter(address -> !address.isCircuit())
                .filter(address -> Addresses.isLoopback(remote) || !Addresses.isLoopback(address))
                .limit(MOST_ADDRESSES)
                .toList();
    }

    private Optional<CircuitLimit> limitFor(PeerId... ends) {
        for (PeerId end : ends) {
            if (access.of(end) != RelayAccess.Share.UNLIMITED) {
                return Optional.of(limits.circuit());
            }
        }
        return Optional.empty();
    }

    private void connect(Stream stream, PeerId target) throws IOException, InterruptedException {
        PeerId source = stream.connection().remotePeer();
        if (access.of(source) == RelayAccess.Share.DENIED || target.equals(source)) {
            refuse(stream, RelayStatus.PERMISSION_DENIED);
            return;
        }
        Optional<Connection> toTarget = standing(target);
        if (toTarget.isEmpty()
                || reservations.until(target, context.clock().instant()).isEmpty()) {
            refuse(stream, RelayStatus.NO_RESERVATION);
            return;
        }
        if (!counts.enter(source, target)) {
            refuse(stream, RelayStatus.RESOURCE_LIMIT_EXCEEDED);
            return;
        }
        try {
            connect(stream, toTarget.get(), limitFor(source, target));
        } finally {
            counts.leave(source, target);
        }
    }

    private void connect(Stream stream, Connection toTarget, Optional<CircuitLimit> limit)
            throws IOException, InterruptedException {
        Optional<Stream> stop = stop(stream.connection().remotePeer(), toTarget, limit);
        if (stop.isEmpty()) {
            refuse(stream, RelayStatus.CONNECTION_FAILED);
            return;
        }
        try (Stream joined = stop.get()) {
            stream.writeFrame(new HopMessage.Answer(RelayStatus.OK, Optional.empty(), limit).encode());
            Circuit circuit = new Circuit(stream, joined, limit, context.timers());
            circuits.add(circuit);
            try {
                circuit.run();
            } finally {
                circuits.remove(circuit);
            }
        }
    }

    /** The stream to the peer with the reservation, if it takes the circuit. */
    private Optional<Stream> stop(PeerId source, Connection toTarget, Optional<CircuitLimit> limit) {
        try {
            Stream stream = toTarget.newStream(RelayProtocol.STOP_ID);
            boolean taken = false;
            try {
                stream.deadline(limits.stop());
                stream.writeFrame(new StopMessage.Connect(source, limit).encode());
                StopMessage answer = StopMessage.decode(stream.readFrame(RelayProtocol.LONGEST_MESSAGE));
                taken = answer.equals(new StopMessage.Answer(RelayStatus.OK));
                return taken ? Optional.of(stream) : Optional.empty();
            } finally {
                if (!taken) {
                    stream.reset();
                }
            }
        } catch (IOException | MalformedException failure) {
            LOG.log(Level.DEBUG, "no circuit peerId={0} reason={1}", toTarget.remotePeer(), failure.toString());
            return Optional.empty();
        }
    }

    /** Cuts all circuits off. */
    @Override
    public void close() {
        circuits.forEach(Circuit::cutOff);
    }
}
