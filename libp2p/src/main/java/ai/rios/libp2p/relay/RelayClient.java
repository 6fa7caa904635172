package ai.rios.libp2p.relay;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.HostPart;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets a host be reached over relays, and reach others over them. It listens at {@code …/p2p/RELAY/p2p-circuit}: such an
 * address takes a reservation, which is renewed when half of its time is over, and taken anew where it was lost. It dials
 * {@code …/p2p/RELAY/p2p-circuit/p2p/PEER}. Thread-safe.
 */
public final class RelayClient implements HostPart {
    /** Circuits of one relay that are being set up here at a time; further ones are reset. */
    public static final int MOST_PENDING = 16;

    /** Addresses of a relay that are used, at most. */
    public static final int MOST_ADDRESSES = 16;

    /** How long a relay may take to answer, and a circuit to become a connection. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Set once, before the first use. */
    @SuppressWarnings("NullAway.Init")
    private HostContext context;

    /** Set once, before the first use. */
    @SuppressWarnings("NullAway.Init")
    private CircuitTransport transport;

    private final List<Multiaddr> whenPrivate;

    /** A client of one host. */
    public RelayClient() {
        this(List.of());
    }

    private RelayClient(List<Multiaddr> whenPrivate) {
        this.whenPrivate = whenPrivate;
    }

    /**
     * A client of one host that takes a reservation at each of these relays as soon as the host is known to be private, which
     * a part such as AutoNAT finds out, and gives them back when it is not any more. Relays that give none are asked every 30 s.
     *
     * @param relays addresses that end with their peer
     * @throws MalformedException when one is no such address
     */
    public static RelayClient whenPrivate(String... relays) {
        List<Multiaddr> addresses =
                List.of(relays).stream().map(Multiaddr::parse).toList();
        addresses.forEach(PeerAddresses::at);
        return new RelayClient(addresses);
    }

    @Override
    public void attach(HostContext host) {
        context = host;
        transport = new CircuitTransport(host, this);
        host.addTransport(transport);
        host.host()
                .setStreamHandler(
                        RelayProtocol.STOP_ID, new HandlerOptions(MOST_PENDING, false, true), transport::serveStop);
        host.host().addListener(new HostListener() {
            @Override
            public void disconnected(Connection connection) {
                transport.disconnected(connection);
            }
        });
        new PrivateRelays(host, whenPrivate).begin();
    }

    /** What relays have promised and not taken back. */
    public List<Reservation> reservations() {
        return transport.reservations();
    }

    /**
     * Asks the relay at the other end for a reservation, or for more time. To be reached, listen at the relay's circuit
     * address instead.
     *
     * @throws DialException when the relay refuses
     * @throws FrameException when its answer cannot be read, or is not signed by it for this host
     */
    public Reservation reserve(Connection relay) throws IOException {
        HopMessage.Answer answer;
        try (Stream stream = relay.newStream(RelayProtocol.HOP_ID)) {
            answer = ask(stream, new HopMessage.Reserve());
        }
        try {
            return checked(relay, answer);
        } catch (MalformedException refused) {
            throw new FrameException("relay " + relay.remotePeer() + " gives no reservation that holds", refused);
        }
    }

    /** Sends a message, and reads an answer that says OK. */
    static HopMessage.Answer ask(Stream stream, HopMessage message) throws IOException {
        PeerId relay = stream.connection().remotePeer();
        stream.deadline(PATIENCE);
        stream.writeFrame(message.encode());
        HopMessage told;
        try {
            told = HopMessage.decode(stream.readFrame(RelayProtocol.LONGEST_MESSAGE));
        } catch (MalformedException refused) {
            throw new FrameException("what relay " + relay + " answers cannot be read", refused);
        }
        if (!(told instanceof HopMessage.Answer answer)) {
            throw new FrameException("relay " + relay + " answers with no answer");
        }
        if (answer.status() != RelayStatus.OK) {
            throw new DialException("relay " + relay + " says " + answer.status());
        }
        return answer;
    }

    private Reservation checked(Connection relay, HopMessage.Answer answer) {
        Granted granted = answer.reservation()
                .orElseThrow(() -> new MalformedException("the answer to RESERVE has no reservation"));
        PeerId id = relay.remotePeer();
        Instant now = context.clock().instant();
        Optional<Voucher> voucher = granted.opened();
        if (voucher.isPresent()
                && (!voucher.get().relay().equals(id)
                        || !voucher.get().peer().equals(context.host().id())
                        || !voucher.get().expires().isAfter(now))) {
            throw new MalformedException("the voucher is for another relay, peer or time");
        }
        if (!granted.expires().isAfter(now)) {
            throw new MalformedException("the reservation is over already");
        }
        List<Multiaddr> told = granted.addresses().stream()
                .filter(address -> !address.isCircuit() && PeerId.in(address).equals(Optional.of(id)))
                .filter(address -> address.components().size() > 1)
                .limit(MOST_ADDRESSES)
                .map(address -> RelayProtocol.circuit(address, id))
                .toList();
        // Relays tell none that they hold for private.
        List<Multiaddr> addresses = told.isEmpty() ? List.of(RelayProtocol.circuit(relay.remoteAddress(), id)) : told;
        return new Reservation(id, granted.expires(), addresses, answer.limit());
    }
}
