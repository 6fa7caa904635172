package ai.rios.libp2p.relay;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.transport.Transport;
import ai.rios.libp2p.transport.Upgraded;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Connections over relays: the streams that a relay joins are upgraded as sockets are. Thread-safe. */
final class CircuitTransport implements Transport {
    private final HostContext context;
    private final RelayClient client;

    /** By relay; a circuit of any other relay is refused. */
    private final Map<PeerId, CircuitListener> listeners = new ConcurrentHashMap<>();

    CircuitTransport(HostContext context, RelayClient client) {
        this.context = context;
        this.client = client;
    }

    @Override
    public boolean handles(Multiaddr address) {
        return RelayProtocol.relay(address).isPresent();
    }

    @Override
    public Upgraded dial(Multiaddr address, Optional<PeerId> expected) throws IOException {
        PeerAddresses relay = PeerAddresses.at(RelayProtocol.relay(address)
                .orElseThrow(() -> new IllegalArgumentException(address + " goes over no relay")));
        PeerId target = expected.orElseThrow(() -> new DialException("a circuit leads to a peer, and none is said"));
        if (relay.id().equals(target)) {
            throw new DialException("a relay is not reached over itself");
        }
        Stream stream = context.connectDirectly(relay).newStream(RelayProtocol.HOP_ID);
        boolean done = false;
        try {
            HopMessage.Answer answer = RelayClient.ask(stream, new HopMessage.Connect(target));
            Upgraded upgraded = upgrade(stream, Direction.OUTBOUND, target, answer.limit());
            done = true;
            return upgraded;
        } finally {
            if (!done) {
                stream.reset();
            }
        }
    }

    private Upgraded upgrade(Stream stream, Direction direction, PeerId peer, Optional<CircuitLimit> limit)
            throws IOException {
        Connection connection = stream.connection();
        PeerId relay = connection.remotePeer();
        Upgraded upgraded = context.upgrader()
                .upgrade(
                        stream,
                        direction,
                        Optional.of(peer),
                        RelayProtocol.circuit(connection.localAddress(), relay),
                        RelayProtocol.circuit(connection.remoteAddress(), relay));
        stream.noDeadline();
        return limit.isPresent() ? upgraded.asLimited() : upgraded;
    }

    @Override
    public Listener listen(Multiaddr address, Consumer<Upgraded> connections) throws IOException {
        PeerAddresses relay = PeerAddresses.at(RelayProtocol.relay(address)
                .orElseThrow(() -> new IllegalArgumentException(address + " goes over no relay")));
        CircuitListener listener = new CircuitListener(context, client, relay, connections, this::remove);
        if (listeners.putIfAbsent(relay.id(), listener) != null) {
            throw new IOException("this host has a reservation at relay " + relay.id() + " already");
        }
        boolean done = false;
        try {
            listener.begin();
            done = true;
            return listener;
        } finally {
            if (!done) {
                listener.close();
            }
        }
    }

    private void remove(CircuitListener listener) {
        listeners.remove(listener.relay(), listener);
    }

    List<Reservation> reservations() {
        return listeners.values().stream()
                .flatMap(listener -> listener.reservation().stream())
                .toList();
    }

    void disconnected(Connection connection) {
        CircuitListener listener = listeners.get(connection.remotePeer());
        if (listener != null) {
            listener.disconnected(connection);
        }
    }

    /** Takes a circuit that a relay brings; the stream becomes the connection's. */
    void serveStop(Stream stream) throws IOException {
        boolean done = false;
        try {
            done = serve(stream);
        } finally {
            if (!done) {
                stream.close();
            }
        }
    }

    private boolean serve(Stream stream) throws IOException {
        stream.deadline(RelayClient.PATIENCE);
        StopMessage told;
        try {
            told = StopMessage.decode(stream.readFrame(RelayProtocol.LONGEST_MESSAGE));
        } catch (FrameException | MalformedException refused) {
            return refused(stream, RelayStatus.MALFORMED_MESSAGE);
        }
        if (!(told instanceof StopMessage.Connect(PeerId source, Optional<CircuitLimit> limit))) {
            return refused(stream, RelayStatus.UNEXPECTED_MESSAGE);
        }
        Connection connection = stream.connection();
        CircuitListener listener = listeners.get(connection.remotePeer());
        if (listener == null
                || connection.remoteAddress().isCircuit()
                || !context.upgrader()
                        .gater()
                        .allowAccept(RelayProtocol.circuit(connection.remoteAddress(), connection.remotePeer()))) {
            return refused(stream, RelayStatus.PERMISSION_DENIED);
        }
        stream.writeFrame(new StopMessage.Answer(RelayStatus.OK).encode());
        // That the source is whom the relay says it is, the handshake proves.
        listener.accept(upgrade(stream, Direction.INBOUND, source, limit));
        return true;
    }

    private static boolean refused(Stream stream, RelayStatus status) throws IOException {
        stream.writeFrame(new StopMessage.Answer(status).encode());
        return false;
    }
}
