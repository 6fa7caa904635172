package ai.rios.libp2p.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.Vectors;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.host.Reachability;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Varint;
import ai.rios.libp2p.multistream.Multistream;
import ai.rios.libp2p.muxer.yamux.Yamux;
import ai.rios.libp2p.ping.Ping;
import ai.rios.libp2p.security.SecureChannel;
import ai.rios.libp2p.security.noise.Noise;
import ai.rios.libp2p.transport.ConnectionGater;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three hosts and more on loopback: a relay, one that is reached over it, and those that reach it. */
@Timeout(120)
final class RelayTest {
    private static final String ECHO = "/test/echo/1.0.0";
    private static final int LONGEST = 1 << 20;
    private static final RelayLimits LIMITS = RelayLimits.DEFAULTS;
    private static final PrivateKey LIAR = Vectors.ed25519();
    private static final PeerId LIAR_ID = PeerId.of(LIAR.publicKey());
    private static final Instant LATER = Instant.ofEpochSecond(4_000_000_000L);

    private final List<Host> hosts = new ArrayList<>();
    private final RelayClient client = new RelayClient();

    @AfterEach
    void close() {
        hosts.forEach(Host::close);
    }

    private Host start(HostBuilder builder) throws IOException {
        Host host = builder.start();
        hosts.add(host);
        return host;
    }

    private Host relay(RelayLimits limits, RelayAccess access) throws IOException {
        return start(Host.builder().listen("/ip4/127.0.0.1/tcp/0").with(new RelayService(limits, access)));
    }

    /** A relay that limits nobody. */
    private Host relay() throws IOException {
        return relay(LIMITS, _ -> RelayAccess.Share.UNLIMITED);
    }

    private static String circuit(Host relay) {
        return relay.addresses().getFirst() + "/p2p-circuit";
    }

    private static String circuit(Host relay, Host target) {
        return circuit(relay) + "/p2p/" + target.id();
    }

    /** Reached over the relay alone, by echo and ping. */
    private Host behind(Host relay) throws IOException {
        return start(Host.builder().with(client).handle(ECHO, RelayTest::echo).listen(circuit(relay)));
    }

    private Host dialer() throws IOException {
        return start(Host.builder().with(new RelayClient()));
    }

    private static void echo(Stream stream) throws IOException {
        while (true) {
            try {
                stream.writeFrame(stream.readFrame(LONGEST));
            } catch (EOFException end) {
                return;
            }
        }
    }

    private static void echoes(Stream stream, int length) throws IOException {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) length);
        stream.writeFrame(message);
        assertThat(stream.readFrame(LONGEST)).isEqualTo(message);
    }

    /** What the relay says to a message on a stream of its own. */
    private static RelayStatus status(Connection relay, HopMessage message) throws IOException {
        return answer(relay, message).status();
    }

    private static HopMessage.Answer answer(Connection relay, HopMessage message) throws IOException {
        try (Stream stream = relay.newStream(RelayProtocol.HOP_ID)) {
            stream.writeFrame(message.encode());
            return answer(stream);
        }
    }

    private static HopMessage.Answer answer(Stream stream) throws IOException {
        return (HopMessage.Answer) HopMessage.decode(stream.readFrame(RelayProtocol.LONGEST_MESSAGE));
    }

    @Test
    void aHostWithoutAPortIsReachedOverARelay() throws IOException {
        Host relay = relay();
        Host target = behind(relay);
        Host dialer = dialer();
        assertThat(target.addresses()).containsExactly(Multiaddr.parse(circuit(relay, target)));
        Connection connection = dialer.connect(target.addresses().getFirst());
        assertThat(connection.remotePeer()).isEqualTo(target.id());
        assertThat(connection.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(connection.remoteAddress()).hasToString(circuit(relay));
        assertThat(connection.limited()).isFalse();
        try (Stream stream = connection.newStream(ECHO)) {
            for (int length : new int[] {0, 1, 70_000, LONGEST}) {
                echoes(stream, length);
            }
            stream.closeWrite();
            assertThat(stream.input().read()).as("the half-close passes").isEqualTo(-1);
        }
        Connection back = target.connect(new PeerAddresses(dialer.id(), List.of()));
        assertThat(back.direction()).isEqualTo(Direction.INBOUND);
        try (Ping ping = target.ping(back)) {
            assertThat(ping.ping()).isPositive();
        }
    }

    @Test
    void aReservationIsSignedForItsPeerAndTellsWhereToComeIn() throws IOException {
        Host relay = relay(LIMITS, RelayAccess.STRANGERS);
        Host target = behind(relay);
        Reservation reservation = client.reservations().getFirst();
        assertThat(reservation.relay()).isEqualTo(relay.id());
        assertThat(reservation.addresses()).containsExactly(Multiaddr.parse(circuit(relay)));
        assertThat(reservation.limit()).contains(LIMITS.circuit());
        assertThat(reservation.expires())
                .isBetween(Instant.now().plusSeconds(3_500), Instant.now().plusSeconds(3_600));
        HopMessage.Answer answer = answer(target.connect(relay.addresses().getFirst()), new HopMessage.Reserve());
        Granted granted = answer.reservation().orElseThrow();
        assertThat(granted.opened()).contains(new Voucher(relay.id(), target.id(), granted.expires()));
        assertThat(granted.addresses()).isEqualTo(relay.addresses());
    }

    @Test
    void theOtherEndLearnsByIdentifyWhereItIsReachedToo() throws IOException {
        Host relay = relay();
        Host target = behind(relay);
        Connection connection = dialer().connect(relay.addresses().getFirst());
        assertThat(connection.remotePeer()).isEqualTo(relay.id());
        Connection toTarget = relay.connect(new PeerAddresses(target.id(), List.of()));
        assertThat(relay.identify(toTarget).addresses()).containsExactly(Multiaddr.parse(circuit(relay)));
    }

    @Test
    void whatIsSentRightBehindConnectIsKept() throws Exception {
        Host relay = relay();
        BlockingQueue<byte[]> came = new LinkedBlockingQueue<>();
        Host target = start(Host.builder().listen("/ip4/127.0.0.1/tcp/0"));
        target.setStreamHandler(RelayProtocol.STOP_ID, stream -> {
            stream.readFrame(RelayProtocol.LONGEST_MESSAGE);
            stream.writeFrame(new StopMessage.Answer(RelayStatus.OK).encode());
            came.add(stream.input().readAllBytes());
        });
        Connection toRelay = target.connect(relay.addresses().getFirst());
        assertThat(status(toRelay, new HopMessage.Reserve())).isEqualTo(RelayStatus.OK);
        try (Stream stream = dialer().connect(relay.addresses().getFirst()).newStream(RelayProtocol.HOP_ID)) {
            byte[] message = new HopMessage.Connect(target.id()).encode();
            byte[] whole = Arrays.copyOf(Varint.encode(message.length), 1 + message.length + 3);
            System.arraycopy(message, 0, whole, 1, message.length);
            whole[whole.length - 1] = 7;
            stream.output().write(whole);
            stream.output().flush();
            stream.closeWrite();
            assertThat(answer(stream).status()).isEqualTo(RelayStatus.OK);
            assertThat(came.poll(60, TimeUnit.SECONDS)).containsExactly(0, 0, 7);
        }
    }

    @Test
    void withoutAReservationNobodyIsReached() throws IOException {
        Host relay = relay();
        Host target = start(Host.builder().with(client));
        target.connect(relay.addresses().getFirst());
        assertThatThrownBy(() -> dialer().connect(circuit(relay, target)))
                .isInstanceOf(DialException.class)
                .hasStackTraceContaining("NO_RESERVATION");
        Connection toRelay = dialer().connect(relay.addresses().getFirst());
        assertThat(status(toRelay, new HopMessage.Connect(target.id()))).isEqualTo(RelayStatus.NO_RESERVATION);
    }

    @Test
    void thatARelayLeadsNotToOnePeerSaysNothingOfOthers() throws IOException {
        Host relay = relay();
        Host target = behind(relay);
        Host dialer = dialer();
        PeerId nobody = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
        assertThatThrownBy(() -> dialer.connect(circuit(relay) + "/p2p/" + nobody))
                .isInstanceOf(DialException.class);
        assertThat(dialer.connect(circuit(relay, target)).remotePeer()).isEqualTo(target.id());
    }

    @Test
    void twoBehindOneRelayReachEachOther() throws IOException {
        Host relay = relay();
        Host target = behind(relay);
        Host other = start(Host.builder().with(new RelayClient()).listen(circuit(relay)));
        try (Stream stream = other.connect(circuit(relay, target)).newStream(ECHO)) {
            echoes(stream, 10);
        }
    }

    @Test
    void aReservationDiesWithItsConnection() throws IOException {
        Host relay = relay();
        Host target = start(Host.builder());
        Connection connection = target.connect(relay.addresses().getFirst());
        assertThat(status(connection, new HopMessage.Reserve())).isEqualTo(RelayStatus.OK);
        connection.close();
        Connection toRelay = dialer().connect(relay.addresses().getFirst());
        HopMessage wanted = new HopMessage.Connect(target.id());
        Task.until("the relay has forgotten it", () -> {
            try {
                return status(toRelay, wanted) == RelayStatus.NO_RESERVATION;
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        // A new connection does not bring it back.
        target.connect(relay.addresses().getFirst());
        assertThat(status(toRelay, wanted)).isEqualTo(RelayStatus.NO_RESERVATION);
    }

    @Test
    void aReservationThatIsLostIsTakenAnew() throws Exception {
        Host relay = relay();
        Host target = behind(relay);
        relay.connect(new PeerAddresses(target.id(), List.of())).close();
        Task.until("it is lost", () -> target.addresses().isEmpty());
        Task.until("it is there again", () -> !target.addresses().isEmpty());
        try (Stream stream = dialer().connect(circuit(relay, target)).newStream(ECHO)) {
            echoes(stream, 10);
        }
    }

    @Test
    void aReservationIsRenewedBeforeItEnds() throws IOException {
        RelayLimits brief = new RelayLimits(
                128, 8, Duration.ofSeconds(4), 16, 512, LIMITS.circuit(), LIMITS.request(), LIMITS.stop());
        behind(relay(brief, RelayAccess.STRANGERS));
        Instant first = client.reservations().getFirst().expires();
        Task.until(
                "it is renewed",
                () -> client.reservations().getFirst().expires().isAfter(first));
    }

    @Test
    void aHostThatIsPrivateTakesReservationsAndGivesThemBackWhenItIsNot() throws Exception {
        Host relay = relay();
        CompletableFuture<HostContext> attached = new CompletableFuture<>();
        Host worker = start(Host.builder()
                .with(attached::complete)
                .with(RelayClient.whenPrivate(relay.addresses().getFirst().toString()))
                .handle(ECHO, RelayTest::echo));
        assertThat(worker.addresses()).isEmpty();
        attached.join().found(Reachability.PRIVATE, List.of(), List.of());
        Task.until("it is reached over the relay", () -> !worker.addresses().isEmpty());
        try (Stream stream = dialer().connect(circuit(relay, worker)).newStream(ECHO)) {
            echoes(stream, 100);
        }
        attached.join().found(Reachability.PUBLIC, List.of(), List.of());
        Task.until("it gives its reservation back", () -> worker.addresses().isEmpty());
        attached.join().found(Reachability.PRIVATE, List.of(), List.of());
        Task.until("it takes it again", () -> !worker.addresses().isEmpty());
    }

    @Test
    void relaysForPrivateHostsEndWithTheirPeer() {
        assertThatThrownBy(() -> RelayClient.whenPrivate("/ip4/127.0.0.1/tcp/1"))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void onlyThoseOnTheListAreServed() throws IOException {
        PrivateKey key = PrivateKey.ofSeed(new byte[32]);
        Host relay = relay(LIMITS, RelayAccess.only(Set.of(PeerId.of(key.publicKey()))));
        Host target = start(Host.builder().identity(key).with(client).listen(circuit(relay)));
        assertThat(client.reservations().getFirst().limit()).isEmpty();
        Host stranger = dialer();
        Connection toRelay = stranger.connect(relay.addresses().getFirst());
        assertThat(status(toRelay, new HopMessage.Reserve())).isEqualTo(RelayStatus.PERMISSION_DENIED);
        assertThat(status(toRelay, new HopMessage.Connect(target.id()))).isEqualTo(RelayStatus.PERMISSION_DENIED);
        assertThatThrownBy(() -> stranger.listen(Multiaddr.parse(circuit(relay))))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("PERMISSION_DENIED");
        assertThat(stranger.addresses()).isEmpty();
    }

    @Test
    void nobodyIsServedWhoComesOverARelay() throws IOException {
        Host outer = relay();
        RelayClient inner = new RelayClient();
        Host relay = start(Host.builder()
                .with(inner)
                .with(new RelayService(LIMITS, RelayAccess.STRANGERS))
                .listen(circuit(outer)));
        Connection connection = dialer().connect(circuit(outer, relay));
        for (HopMessage message : List.of(new HopMessage.Reserve(), new HopMessage.Connect(outer.id()))) {
            assertThat(status(connection, message)).isEqualTo(RelayStatus.PERMISSION_DENIED);
        }
    }

    @Test
    void aRelayIsNotReachedOverItselfNorOverAnother() throws IOException {
        Host relay = relay();
        assertThatThrownBy(() -> dialer().connect(circuit(relay, relay)))
                .isInstanceOf(DialException.class)
                .hasStackTraceContaining("over itself");
        Host target = behind(relay);
        assertThatThrownBy(() -> dialer().connect(circuit(relay, target) + "/p2p-circuit/p2p/" + relay.id()))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("no transport");
    }

    private static RelayLimits with(CircuitLimit limit) {
        return new RelayLimits(128, 8, Duration.ofHours(1), 16, 512, limit, LIMITS.request(), LIMITS.stop());
    }

    @Test
    void aLimitedConnectionCarriesOnlyWhatSaysSo() throws IOException {
        Host relay = relay(LIMITS, RelayAccess.STRANGERS);
        Host target = behind(relay);
        target.setStreamHandler("/small", new HandlerOptions(4, true), RelayTest::echo);
        Host dialer = dialer();
        Connection connection = dialer.connect(circuit(relay, target));
        assertThat(connection.limited()).isTrue();
        try (Ping ping = dialer.ping(connection)) {
            assertThat(ping.ping()).isPositive();
        }
        assertThat(dialer.identify(connection).protocols()).contains(ECHO, "/small");
        assertThatThrownBy(() -> connection.newStream(ECHO)).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> connection.newStream("/small")).isInstanceOf(LimitException.class);
        assertThatThrownBy(() -> {
                    try (Stream stream = connection.newStreamOnLimited(ECHO)) {
                        stream.readFrame(1);
                    }
                })
                .isInstanceOf(NegotiationException.class);
        try (Stream stream = connection.newStreamOnLimited("/small")) {
            echoes(stream, 10);
        }
        dialer.setStreamHandler("/small", new HandlerOptions(4, true), RelayTest::echo);
        try (Stream stream = connection.newStream("/small")) {
            echoes(stream, 10);
        }
    }

    @Test
    void beyondItsBytesACircuitIsReset() throws IOException {
        Host relay = relay(with(new CircuitLimit(Duration.ofMinutes(2), 100_000)), RelayAccess.STRANGERS);
        Host target = behind(relay);
        target.setStreamHandler("/small", new HandlerOptions(4, true), RelayTest::echo);
        Connection connection = dialer().connect(circuit(relay, target));
        Stream stream = connection.newStreamOnLimited("/small");
        echoes(stream, 50_000);
        assertThatThrownBy(() -> echoes(stream, 60_000)).isInstanceOf(IOException.class);
        Task.until("the connection is gone", connection::isClosed);
    }

    @Test
    void bytesUpToTheLimitPassAndOneMoreDoesNot() throws Exception {
        int most = 40_000;
        Host relay = relay(with(new CircuitLimit(Duration.ofMinutes(2), most)), RelayAccess.STRANGERS);
        BlockingQueue<Integer> came = new LinkedBlockingQueue<>();
        Host target = start(Host.builder());
        target.setStreamHandler(RelayProtocol.STOP_ID, stream -> {
            stream.readFrame(RelayProtocol.LONGEST_MESSAGE);
            stream.writeFrame(new StopMessage.Answer(RelayStatus.OK).encode());
            came.add(stream.input().readNBytes(most).length);
            stream.input().readAllBytes();
        });
        assertThat(status(target.connect(relay.addresses().getFirst()), new HopMessage.Reserve()))
                .isEqualTo(RelayStatus.OK);
        Connection toRelay = dialer().connect(relay.addresses().getFirst());
        try (Stream stream = toRelay.newStream(RelayProtocol.HOP_ID)) {
            stream.writeFrame(new HopMessage.Connect(target.id()).encode());
            HopMessage.Answer answer = answer(stream);
            assertThat(answer.limit()).contains(new CircuitLimit(Duration.ofMinutes(2), most));
            stream.output().write(new byte[most]);
            stream.output().flush();
            assertThat(came.poll(60, TimeUnit.SECONDS)).isEqualTo(most);
            stream.output().write(1);
            stream.output().flush();
            assertThatThrownBy(() -> stream.input().read()).isInstanceOf(StreamResetException.class);
        }
    }

    @Test
    void beyondItsTimeACircuitIsReset() throws IOException {
        Host relay = relay(with(new CircuitLimit(Duration.ofSeconds(5), 0)), RelayAccess.STRANGERS);
        Host target = behind(relay);
        Connection connection = dialer().connect(circuit(relay, target));
        Task.until("the connection is gone", connection::isClosed);
        Task.until(
                "at the other end too",
                () -> target.connections().stream()
                        .allMatch(other -> other.remotePeer().equals(relay.id())));
    }

    @Test
    void aPeerHasSoManyCircuitsAndNoMore() throws IOException {
        RelayLimits one =
                new RelayLimits(128, 8, Duration.ofHours(1), 1, 512, LIMITS.circuit(), LIMITS.request(), LIMITS.stop());
        Host relay = relay(one, RelayAccess.STRANGERS);
        Host target = behind(relay);
        Connection first = dialer().connect(circuit(relay, target));
        Connection toRelay = dialer().connect(relay.addresses().getFirst());
        assertThat(status(toRelay, new HopMessage.Connect(target.id()))).isEqualTo(RelayStatus.RESOURCE_LIMIT_EXCEEDED);
        first.close();
        Task.until("there is room again", () -> {
            try {
                return status(toRelay, new HopMessage.Connect(target.id())) == RelayStatus.OK;
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
    }

    @Test
    void aPeerThatTakesNoCircuitIsNotReached() throws IOException {
        Host relay = relay();
        Host target = start(Host.builder());
        Connection connection = target.connect(relay.addresses().getFirst());
        assertThat(status(connection, new HopMessage.Reserve())).isEqualTo(RelayStatus.OK);
        Connection toRelay = dialer().connect(relay.addresses().getFirst());
        assertThat(status(toRelay, new HopMessage.Connect(target.id()))).isEqualTo(RelayStatus.CONNECTION_FAILED);
    }

    @Test
    void circuitsOfRelaysWithoutAReservationAndOfThoseWhoMayNotComeAreRefused() throws IOException {
        Host relay = relay();
        Host open = start(Host.builder().with(client));
        Connection toOpen = relay.connect(dialable(open));
        assertThat(stop(toOpen, new StopMessage.Connect(relay.id(), Optional.empty())))
                .isEqualTo(RelayStatus.PERMISSION_DENIED);
        assertThat(stop(toOpen, new StopMessage.Answer(RelayStatus.OK))).isEqualTo(RelayStatus.UNEXPECTED_MESSAGE);
        Host closed = start(Host.builder()
                .with(new RelayClient())
                .gater(ConnectionGater.only(Set.of(relay.id())))
                .listen(circuit(relay)));
        // The end that began the handshake is done before the other one looks at who it is.
        Connection refused = dialer().connect(circuit(relay, closed));
        Task.until("the connection is gone", refused::isClosed);
        assertThat(closed.connections()).hasSize(1);
    }

    private static Multiaddr dialable(Host host) throws IOException {
        host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"));
        return host.addresses().getFirst();
    }

    private static RelayStatus stop(Connection connection, StopMessage message) throws IOException {
        try (Stream stream = connection.newStream(RelayProtocol.STOP_ID)) {
            stream.writeFrame(message.encode());
            StopMessage told = StopMessage.decode(stream.readFrame(RelayProtocol.LONGEST_MESSAGE));
            return ((StopMessage.Answer) told).status();
        }
    }

    /** A relay that answers with what it is told to, for the peer that asks. */
    private Host lying(Function<PeerId, byte[]> answer) throws IOException {
        Host relay = start(Host.builder().identity(LIAR).listen("/ip4/127.0.0.1/tcp/0"));
        relay.setStreamHandler(RelayProtocol.HOP_ID, stream -> {
            stream.readFrame(RelayProtocol.LONGEST_MESSAGE);
            stream.writeFrame(answer.apply(stream.connection().remotePeer()));
        });
        return relay;
    }

    private static byte[] granted(Instant until, Voucher voucher, PrivateKey key) {
        return new HopMessage.Answer(
                        RelayStatus.OK, Optional.of(Granted.of(until, List.of(), voucher.seal(key))), Optional.empty())
                .encode();
    }

    @Test
    void aRelayThatTellsNoAddressIsReachedWhereItWasDialed() throws IOException {
        Host relay = lying(peer -> granted(LATER, new Voucher(LIAR_ID, peer, LATER), LIAR));
        assertThat(behind(relay).addresses())
                .hasSize(1)
                .allSatisfy(address -> assertThat(address.withoutPeer()).hasToString(circuit(relay)));
    }

    static List<Function<PeerId, byte[]>> lies() {
        PrivateKey other = PrivateKey.ofSeed(new byte[32]);
        PeerId otherId = PeerId.of(other.publicKey());
        Instant past = Instant.ofEpochSecond(1_000_000_000);
        return List.of(
                peer -> granted(LATER, new Voucher(otherId, peer, LATER), other),
                _ -> granted(LATER, new Voucher(LIAR_ID, otherId, LATER), LIAR),
                peer -> granted(LATER, new Voucher(LIAR_ID, peer, past), LIAR),
                peer -> granted(past, new Voucher(LIAR_ID, peer, LATER), LIAR),
                _ -> HopMessage.Answer.of(RelayStatus.OK).encode(),
                _ -> new HopMessage.Reserve().encode(),
                _ -> new byte[] {1},
                _ -> new HopMessage.Answer(
                                RelayStatus.OK,
                                Optional.of(new Granted(
                                        LATER, List.of(), Optional.of(ByteBuffer.wrap(new byte[] {1, 2, 3})))),
                                Optional.empty())
                        .encode());
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aReservationThatDoesNotHoldIsNone(Function<PeerId, byte[]> lie) throws IOException {
        Host relay = lying(lie);
        Host target = start(Host.builder().with(client));
        assertThatThrownBy(() -> target.listen(Multiaddr.parse(circuit(relay)))).isInstanceOf(FrameException.class);
        assertThat(target.addresses()).isEmpty();
        assertThat(client.reservations()).isEmpty();
    }

    @Test
    void aRelayThatBringsAnotherPeerThanItSaysIsNotBelieved() throws Exception {
        Host relay = lying(peer -> granted(LATER, new Voucher(LIAR_ID, peer, LATER), LIAR));
        Host target = behind(relay);
        Connection connection = relay.connect(new PeerAddresses(target.id(), List.of()));
        PeerId other = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
        try (Stream stream = connection.newStream(RelayProtocol.STOP_ID)) {
            stream.writeFrame(new StopMessage.Connect(other, Optional.empty()).encode());
            assertThat(StopMessage.decode(stream.readFrame(RelayProtocol.LONGEST_MESSAGE)))
                    .isEqualTo(new StopMessage.Answer(RelayStatus.OK));
            Noise noise = new Noise(LIAR, List.of(Yamux.ID), new SecureRandom());
            Multistream.select(stream, List.of(noise.id()));
            SecureChannel channel = noise.secure(stream, Direction.OUTBOUND, Optional.of(target.id()));
            // The target hangs up; whether in order or by a reset is the streams' race.
            Task.until("nothing comes", () -> isAtEnd(channel));
        }
        assertThat(target.connections()).hasSize(1);
    }

    private static boolean isAtEnd(SecureChannel channel) {
        try {
            return channel.input().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void whatCannotBeReadIsSaidToBeSo() throws IOException {
        Connection toRelay = dialer().connect(relay().addresses().getFirst());
        assertThat(status(toRelay, HopMessage.Answer.of(RelayStatus.OK))).isEqualTo(RelayStatus.UNEXPECTED_MESSAGE);
        try (Stream stream = toRelay.newStream(RelayProtocol.HOP_ID)) {
            stream.writeFrame(new byte[] {1});
            assertThat(answer(stream).status()).isEqualTo(RelayStatus.MALFORMED_MESSAGE);
        }
        try (Stream stream = toRelay.newStream(RelayProtocol.HOP_ID)) {
            stream.output().write(Varint.encode(RelayProtocol.LONGEST_MESSAGE + 1));
            stream.output().flush();
            assertThat(answer(stream).status()).isEqualTo(RelayStatus.MALFORMED_MESSAGE);
        }
        byte[] longest = Arrays.copyOf(new HopMessage.Reserve().encode(), RelayProtocol.LONGEST_MESSAGE);
        System.arraycopy(new byte[] {0x7a, (byte) 0xfb, 0x1f}, 0, longest, 2, 3);
        try (Stream stream = toRelay.newStream(RelayProtocol.HOP_ID)) {
            stream.writeFrame(longest);
            assertThat(answer(stream).status())
                    .as("a field that is passed over")
                    .isEqualTo(RelayStatus.OK);
        }
    }

    @Test
    void aPeerThatSaysHalfOfItsRequestIsResetInTime() throws IOException {
        RelayLimits quick = new RelayLimits(
                128, 8, Duration.ofHours(1), 16, 512, LIMITS.circuit(), Duration.ofMillis(200), LIMITS.stop());
        Connection toRelay =
                dialer().connect(relay(quick, RelayAccess.STRANGERS).addresses().getFirst());
        try (Stream stream = toRelay.newStream(RelayProtocol.HOP_ID)) {
            stream.output().write(Varint.encode(100));
            stream.output().flush();
            assertThatThrownBy(() -> stream.input().read()).isInstanceOf(StreamResetException.class);
        }
    }

    @Test
    void aPeerWithTheReservationThatSaysNothingIsGivenUpInTime() throws IOException {
        RelayLimits quick = new RelayLimits(
                128, 8, Duration.ofHours(1), 16, 512, LIMITS.circuit(), LIMITS.request(), Duration.ofMillis(200));
        Host relay = relay(quick, RelayAccess.STRANGERS);
        Host target = start(Host.builder());
        target.setStreamHandler(RelayProtocol.STOP_ID, stream -> stream.input().readAllBytes());
        assertThat(status(target.connect(relay.addresses().getFirst()), new HopMessage.Reserve()))
                .isEqualTo(RelayStatus.OK);
        Connection toRelay = dialer().connect(relay.addresses().getFirst());
        assertThat(status(toRelay, new HopMessage.Connect(target.id()))).isEqualTo(RelayStatus.CONNECTION_FAILED);
    }

    @Test
    void aFloodOfRequestsTakesOnePlace() throws Exception {
        RelayLimits two =
                new RelayLimits(2, 8, Duration.ofHours(1), 16, 512, LIMITS.circuit(), LIMITS.request(), LIMITS.stop());
        Host relay = relay(two, RelayAccess.STRANGERS);
        Connection flooding = dialer().connect(relay.addresses().getFirst());
        List<Task<RelayStatus>> asked = new ArrayList<>();
        for (int count = 0; count < 30; count++) {
            asked.add(Task.of(() -> status(flooding, new HopMessage.Reserve())));
        }
        for (Task<RelayStatus> task : asked) {
            assertThat(task.result()).isEqualTo(RelayStatus.OK);
        }
        behind(relay);
        assertThatThrownBy(() -> start(Host.builder().with(new RelayClient()).listen(circuit(relay))))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("RESERVATION_REFUSED");
    }

    @Test
    void silentStreamsOfOnePeerAreBounded() throws IOException {
        RelayLimits one =
                new RelayLimits(128, 8, Duration.ofHours(1), 1, 512, LIMITS.circuit(), LIMITS.request(), LIMITS.stop());
        Host relay = relay(one, RelayAccess.STRANGERS);
        Connection toRelay = dialer().connect(relay.addresses().getFirst());
        Task.until("a question is reset", () -> {
            try {
                // There is room for two. One that comes while a question is in hand is reset itself, so there is
                // another each time.
                Stream silent = toRelay.newStream(RelayProtocol.HOP_ID);
                silent.output().write(Varint.encode(100));
                silent.output().flush();
                return status(toRelay, new HopMessage.Reserve()) != RelayStatus.OK;
            } catch (IOException reset) {
                return reset instanceof StreamResetException;
            }
        });
        assertThat(status(dialer().connect(relay.addresses().getFirst()), new HopMessage.Reserve()))
                .isEqualTo(RelayStatus.OK);
    }

    @Test
    void aRelayThatStopsEndsItsCircuitsAtOnce() throws IOException {
        Host relay = relay();
        Connection connection = dialer().connect(circuit(relay, behind(relay)));
        relay.close();
        Task.until("the connection is gone", connection::isClosed);
    }
}
