package ai.rios.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.DeadlineException;
import ai.rios.libp2p.DialException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.MuxerException;
import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PeerRecord;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.identify.Identify;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.muxer.MuxedStream;
import ai.rios.libp2p.muxer.MuxerProtocol;
import ai.rios.libp2p.muxer.StreamMuxer;
import ai.rios.libp2p.muxer.yamux.Yamux;
import ai.rios.libp2p.muxer.yamux.YamuxLimits;
import ai.rios.libp2p.ping.Ping;
import ai.rios.libp2p.protobuf.ProtoWriter;
import ai.rios.libp2p.resources.ResourceLimits;
import ai.rios.libp2p.resources.ResourceScope;
import ai.rios.libp2p.security.PlainSecurity;
import ai.rios.libp2p.transport.AllowList;
import ai.rios.libp2p.transport.ConnectionGater;
import ai.rios.libp2p.transport.tcp.TcpLimits;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class HostTest {
    private static final String ECHO = "/test/echo/1.0.0";
    private static final int LONGEST = 1 << 20;
    private static final PrivateKey TELLER = PrivateKey.ofSeed(new byte[32]);

    private static final HostLimits PATIENT = new HostLimits(
            64, 4, 16, 256, 64, Duration.ofMinutes(10), Duration.ofMinutes(10), 8, Duration.ofSeconds(5));

    private final List<Host> hosts = new ArrayList<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        hosts.forEach(Host::close);
    }

    private static HostBuilder described() {
        return Host.builder()
                .listen("/ip4/127.0.0.1/tcp/0")
                .security((key, _) -> new PlainSecurity(key))
                .limits(HostTest.limits(HostLimits.DEFAULTS.connections(), HostLimits.DEFAULTS.connectionsPerPeer()));
    }

    private static HostLimits limits(int connections, int perPeer) {
        return new HostLimits(
                connections,
                perPeer,
                16,
                256,
                64,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                8,
                Duration.ofSeconds(5));
    }

    private Host start(HostBuilder builder) throws IOException {
        Host host = builder.start();
        hosts.add(host);
        return host;
    }

    private Host echoing() throws IOException {
        return start(described().handle(ECHO, HostTest::echo));
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

    private static String address(Host host) {
        return host.addresses().getFirst().toString();
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(60, TimeUnit.SECONDS));
    }

    private final class Hearing implements HostListener {
        @Override
        public void connected(Connection connection) {
            heard.add("connected " + connection.remotePeer());
        }

        @Override
        public void disconnected(Connection connection) {
            heard.add("disconnected " + connection.remotePeer());
        }

        @Override
        public void identified(Connection connection, IdentifyMessage told) {
            heard.add("identified " + connection.remotePeer());
        }
    }

    @Test
    void twoPeersSpeakOneProtocol() throws IOException {
        Host listener = echoing();
        Host dialer = start(described());
        Connection connection = dialer.connect(address(listener));
        assertThat(connection.remotePeer()).isEqualTo(listener.id());
        assertThat(connection.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(connection.remoteAddress().withPeer(listener.id().multihash()))
                .hasToString(address(listener));
        try (Stream stream = connection.newStream("/not/known", ECHO)) {
            assertThat(stream.protocol()).isEqualTo(ECHO);
            for (int length : new int[] {0, 1, 70_000, LONGEST}) {
                byte[] message = new byte[length];
                Arrays.fill(message, (byte) length);
                stream.writeFrame(message);
                assertThat(stream.readFrame(LONGEST)).isEqualTo(message);
            }
            stream.closeWrite();
            assertThat(stream.input().read()).as("the other end closes too").isEqualTo(-1);
        }
    }

    @Test
    void manyStreamsGoAtOnce() throws Exception {
        Host listener = echoing();
        Connection connection = start(described()).connect(address(listener));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<byte[]>> calls = new ArrayList<>();
            for (int count = 0; count < 50; count++) {
                byte[] message = {(byte) count};
                calls.add(() -> {
                    try (Stream stream = connection.newStream(ECHO)) {
                        stream.writeFrame(message);
                        return stream.readFrame(1);
                    }
                });
            }
            List<Future<byte[]>> answers = threads.invokeAll(calls);
            for (int count = 0; count < answers.size(); count++) {
                assertThat(answers.get(count).get()).containsExactly((byte) count);
            }
        }
    }

    @Test
    void pingAndIdentifyAreServed() throws IOException {
        Host listener = start(
                described().handle(ECHO, HostTest::echo).agentVersion("a/1").protocolVersion("p/1"));
        Host dialer = start(described());
        Connection connection = dialer.connect(address(listener));
        try (Ping ping = dialer.ping(connection)) {
            for (int count = 0; count < 3; count++) {
                assertThat(ping.ping()).isPositive();
            }
        }
        IdentifyMessage told = dialer.identify(connection);
        assertThat(told.publicKey().map(PeerId::of)).contains(listener.id());
        assertThat(told.agentVersion()).contains("a/1");
        assertThat(told.protocolVersion()).contains("p/1");
        assertThat(told.protocols()).containsExactlyInAnyOrder(ECHO, Identify.ID, Identify.PUSH_ID, Ping.ID);
        assertThat(told.observedAddress()).contains(connection.localAddress());
        assertThat(told.listenAddresses()).containsExactly(connection.remoteAddress());
        assertThat(told.record().orElseThrow().addresses()).isEqualTo(told.listenAddresses());
        assertThat(dialer.peers().protocols(listener.id())).contains(ECHO);
        assertThat(dialer.peers().addresses(listener.id())).containsExactly(connection.remoteAddress());
    }

    @Test
    void whatAPeerIsKnownToSpeakIsNotWaitedFor() throws Exception {
        Host listener = echoing();
        Host dialer = start(described());
        Connection connection = dialer.connect(address(listener));
        dialer.identify(connection);
        try (Stream stream = connection.newStream(ECHO)) {
            stream.writeFrame(new byte[] {1});
            assertThat(stream.readFrame(1)).containsExactly(1);
        }
        listener.removeStreamHandler(ECHO);
        // at the first read, or at once where the dialer has been told meanwhile
        assertThatThrownBy(() -> {
                    try (Stream stream = connection.newStream(ECHO)) {
                        stream.readFrame(1);
                    }
                })
                .isInstanceOf(NegotiationException.class);
    }

    @Test
    void whatAPeerIsKnownToSpeakMayBeHalfClosedBeforeItIsRead() throws Exception {
        Host listener = echoing();
        Host dialer = start(described());
        Connection connection = dialer.connect(address(listener));
        dialer.identify(connection);
        try (Stream stream = connection.newStream(ECHO)) {
            stream.output().write(new byte[] {1, 7});
            stream.closeWrite();
            stream.closeWrite();
            assertThat(stream.readFrame(1)).containsExactly(7);
        }
        try (Stream stream = connection.newStream(ECHO)) {
            stream.closeWrite();
            assertThat(stream.input().read()).isEqualTo(-1);
        }
    }

    @Test
    void newProtocolsArePushedToThoseWhoAreConnected() throws Exception {
        Host listener = echoing();
        Host dialer = start(described());
        dialer.addListener(new Hearing());
        listener.identify(listenerSide(listener, dialer));
        listener.setStreamHandler("/late/1.0.0", HostTest::echo);
        while (!dialer.peers().protocols(listener.id()).contains("/late/1.0.0")) {
            assertThat(next()).isNotEqualTo("null");
        }
    }

    @Test
    void newAddressesAreHeardOfAndPushedToThoseWhoAreConnected() throws Exception {
        Host listener = echoing();
        Host dialer = start(described());
        listener.identify(listenerSide(listener, dialer));
        BlockingQueue<List<Multiaddr>> changes = new LinkedBlockingQueue<>();
        listener.addListener(new HostListener() {
            @Override
            public void addressesChanged(List<Multiaddr> addresses) {
                changes.add(addresses);
            }
        });
        List<Multiaddr> before = listener.addresses();
        listener.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"));
        assertThat(changes.poll(30, TimeUnit.SECONDS))
                .isEqualTo(listener.addresses())
                .hasSize(2)
                .containsAll(before);
        Multiaddr fresh = listener.addresses().getLast().withoutPeer();
        Task.until(
                "the other end is told",
                () -> dialer.peers().addresses(listener.id()).contains(fresh));
        listener.setStreamHandler("/late/1.0.0", HostTest::echo);
        assertThat(changes).as("a protocol is no address").isEmpty();
    }

    private static Connection listenerSide(Host listener, Host dialer) throws IOException {
        dialer.identify(dialer.connect(address(listener)));
        return listener.connect(new PeerAddresses(dialer.id(), List.of()));
    }

    @Test
    void onePeerIsDialedOnceHoweverManyAskForIt() throws Exception {
        Host listener = echoing();
        Host dialer = start(described());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Connection>> calls = Collections.nCopies(20, () -> dialer.connect(address(listener)));
            Set<Connection> connections = new HashSet<>();
            for (Future<Connection> call : threads.invokeAll(calls)) {
                connections.add(call.get());
            }
            assertThat(connections).hasSize(1);
        }
        assertThat(dialer.connections()).hasSize(1);
        assertThat(dialer.newStream(listener.id(), ECHO).connection())
                .isEqualTo(dialer.connections().getFirst());
    }

    @Test
    void anotherPeerThanExpectedIsNotConnected() throws IOException {
        Host listener = echoing();
        Host dialer = start(described());
        PeerId other = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
        String wrong =
                listener.addresses().getFirst().withPeer(other.multihash()).toString();
        assertThatThrownBy(() -> dialer.connect(wrong))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("another peer than expected");
        assertThat(dialer.connections()).isEmpty();
        assertThatThrownBy(() -> dialer.connect(wrong))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("a short time ago");
    }

    @Test
    void aDialThatFailedSaysOfEachAddressWhy() throws IOException {
        Host dialer = start(described());
        PeerId other = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
        Host listener = echoing();
        Multiaddr wrong = listener.addresses().getFirst().withoutPeer();
        Multiaddr refused;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused = Multiaddr.parse("/ip4/127.0.0.1/tcp/" + gone.getLocalPort());
        }
        Multiaddr strange = Multiaddr.parse("/ip4/127.0.0.1/udp/1/quic-v1");
        assertThatThrownBy(() -> dialer.connect(new PeerAddresses(other, List.of(wrong, refused, strange))))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("no address of 3")
                .hasMessageContaining(wrong + ": another peer than expected")
                .hasMessageContaining(refused + ": Connection refused")
                .hasMessageContaining(strange + " is of no transport that this host has");
    }

    @Test
    void aHostDoesNotDialItselfNorWhatItCannot() throws IOException {
        Host host = echoing();
        assertThatThrownBy(() -> host.connect(address(host))).isInstanceOf(DialException.class);
        PeerId other = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
        for (String address : List.of("/ip4/127.0.0.1/udp/1/quic-v1", "/ip4/0.0.0.0/tcp/1", "/unix/x")) {
            assertThatThrownBy(() -> host.connect(new PeerAddresses(other, List.of(Multiaddr.parse(address)))))
                    .isInstanceOf(DialException.class)
                    .hasMessageContaining(address);
        }
        assertThatThrownBy(() -> host.connect(new PeerAddresses(other, List.of())))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("none is known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ip6/::1/tcp/0", "/ip4/127.0.0.1/tcp/0"})
    void bothKindsOfAddressesWork(String address) throws IOException {
        Host listener = start(Host.builder().listen(address).security((key, _) -> new PlainSecurity(key)));
        assertThat(start(described()).connect(address(listener)).remotePeer()).isEqualTo(listener.id());
    }

    @Test
    void namesAreResolved() throws IOException {
        Host listener = echoing();
        String port = listener.addresses().getFirst().value(Protocol.TCP).orElseThrow();
        Connection connection = start(described()).connect("/dns4/localhost/tcp/" + port + "/p2p/" + listener.id());
        assertThat(connection.remotePeer()).isEqualTo(listener.id());
    }

    @Test
    void aStreamWithoutACommonProtocolIsRefused() throws IOException {
        Connection connection = start(described()).connect(address(echoing()));
        assertThatThrownBy(() -> connection.newStream("/none/1", "/none/2")).isInstanceOf(NegotiationException.class);
        assertThatThrownBy(connection::newStream).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHandlerTakesOlderMinorVersionsWhereItSaysSo() throws IOException {
        Host listener = start(described()
                .handle(ProtocolMatch.sameMajor("/test/echo/1.2.0"), HandlerOptions.DEFAULTS, HostTest::echo)
                .handle("/test/echo/1.1.0", Stream::reset));
        Host dialer = start(described());
        Connection connection = dialer.connect(address(listener));
        assertThat(dialer.identify(connection).protocols()).contains("/test/echo/1.2.0", "/test/echo/1.1.0");
        for (String proposal : List.of("/test/echo/1.2.0", "/test/echo/1.0.0", "/test/echo/1.2.9")) {
            try (Stream stream = connection.newStream(proposal)) {
                assertThat(stream.protocol()).isEqualTo(proposal);
                stream.writeFrame(new byte[] {1});
                assertThat(stream.readFrame(1)).containsExactly(1);
            }
        }
        for (String proposal : List.of("/test/echo/1.3.0", "/test/echo/2.0.0", "/test/other/1.2.0", ECHO + "/x")) {
            assertThatThrownBy(() -> connection.newStream(proposal)).isInstanceOf(NegotiationException.class);
        }
        assertThatThrownBy(() -> connection.newStream("/test/echo/1.1.0").readFrame(1))
                .as("what is served by its own name is served so")
                .isInstanceOf(StreamResetException.class);
        listener.removeStreamHandler("/test/echo/1.2.0");
        assertThatThrownBy(() -> connection.newStream("/test/echo/1.0.0")).isInstanceOf(NegotiationException.class);
    }

    @Test
    void aProtocolWithoutAVersionHasNoOthers() {
        for (String protocol : List.of("/test/echo", "/test/echo/1.0", "/test/echo/1.0.0/x", "/test/echo/1.0.x")) {
            assertThatThrownBy(() -> ProtocolMatch.sameMajor(protocol)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void openingAStreamTakesNoLongerThanItMay() throws Exception {
        Host listener = echoing();
        Host dialer = start(described());
        dialer.connect(address(listener));
        try (Stream stream = dialer.newStream(Duration.ofMinutes(1), listener.id(), ECHO)) {
            stream.writeFrame(new byte[] {1});
            assertThat(stream.readFrame(1)).containsExactly(1);
        }
        assertThatThrownBy(() -> dialer.newStream(Duration.ofMinutes(1), listener.id(), "/none"))
                .isInstanceOf(NegotiationException.class);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PeerId other = PeerId.of(TELLER.publicKey());
            dialer.peers()
                    .addAddresses(
                            other,
                            List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/" + silent.getLocalPort())),
                            Duration.ofMinutes(1));
            assertThatThrownBy(() -> dialer.newStream(Duration.ofMillis(20), other, ECHO))
                    .isInstanceOf(DeadlineException.class);
        }
    }

    @Test
    void aHandlerThatFailsResetsItsStreamAndNoOther() throws IOException {
        Host listener = echoing();
        listener.setStreamHandler("/fails", stream -> {
            stream.readFrame(1);
            throw new IllegalStateException("as it should");
        });
        Connection connection = start(described()).connect(address(listener));
        try (Stream failing = connection.newStream("/fails");
                Stream stream = connection.newStream(ECHO)) {
            failing.writeFrame(new byte[] {1});
            assertThatThrownBy(() -> failing.input().read()).isInstanceOf(StreamResetException.class);
            stream.writeFrame(new byte[] {1});
            assertThat(stream.readFrame(1)).containsExactly(1);
        }
    }

    @Test
    void streamsOfAProtocolAreBoundedForEachPeer() throws IOException {
        Host listener = echoing();
        listener.setStreamHandler(ECHO, new HandlerOptions(2, false), HostTest::echo);
        Connection connection = start(described()).connect(address(listener));
        List<Stream> open = new ArrayList<>();
        for (int count = 0; count < 2; count++) {
            Stream stream = connection.newStream(ECHO);
            stream.writeFrame(new byte[] {1});
            assertThat(stream.readFrame(1)).containsExactly(1);
            open.add(stream);
        }
        // The reset may come before or after the protocol is agreed on.
        assertThatThrownBy(() -> connection.newStream(ECHO).readFrame(1)).isInstanceOf(StreamResetException.class);
        open.forEach(Stream::close);
    }

    @Test
    void streamsOfAProtocolAreBoundedForAllPeersTogether() throws IOException {
        ResourceLimits heap = ResourceLimits.ofHeap();
        Host listener = start(described()
                .handle(ECHO, HostTest::echo)
                .limits(new ResourceLimits(
                        heap.system(),
                        heap.peer(),
                        new ResourceLimits.Limit(1 << 20, 1),
                        heap.connection(),
                        heap.stream())));
        Stream one = start(described()).connect(address(listener)).newStream(ECHO);
        one.writeFrame(new byte[] {1});
        assertThat(one.readFrame(1)).containsExactly(1);
        Connection other = start(described()).connect(address(listener));
        assertThatThrownBy(() -> other.newStream(ECHO).readFrame(1))
                .isInstanceOfSatisfying(
                        StreamResetException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCodes.RESOURCE_LIMIT));
    }

    @Test
    void connectionsAreBoundedInAll() throws Exception {
        Host full = start(described().limits(limits(1, 4)).handle(ECHO, HostTest::echo));
        start(described()).connect(address(full)).newStream(ECHO).close();
        Host second = start(described());
        assertThatThrownBy(() -> second.connect(address(full)))
                .as("turned away before the handshake")
                .isInstanceOf(DialException.class);
        Host third = echoing();
        assertThatThrownBy(() -> full.connect(address(third))).isInstanceOf(LimitException.class);
    }

    @Test
    void aConnectionThatNobodyUsesEnds() throws Exception {
        TrimLimits hasty = new TrimLimits(10, 10, Duration.ZERO, Duration.ofSeconds(1), Duration.ofMillis(100));
        Host listener = start(described().limits(hasty).handle(ECHO, HostTest::echo));
        listener.addListener(new Hearing());
        Connection connection = start(described()).connect(address(listener));
        while (!next().startsWith("disconnected")) {
            assertThat(listener.id()).isEqualTo(connection.remotePeer());
        }
        Task.until("the other end knows", connection::isClosed);
    }

    @Test
    void whereThereAreTooManyTheLeastWeightGoes() throws Exception {
        TrimLimits two = new TrimLimits(2, 1, Duration.ZERO, Duration.ofSeconds(1), Duration.ofMinutes(1));
        Host full = start(described().limits(two));
        Host kept = echoing();
        full.tags().protect(kept.id(), "test");
        Connection protectedOne = full.connect(address(kept));
        Connection other = full.connect(address(echoing()));
        full.connect(address(echoing()));
        Task.until("it is closed", other::isClosed);
        assertThat(protectedOne.isClosed()).isFalse();
    }

    @Test
    void thoseWhoAreNotOnTheListAreNotLetIn() throws IOException {
        Host dialer = start(described());
        Host closed = start(described().gater(ConnectionGater.only(Set.of())));
        assertThatThrownBy(() -> dialer.connect(address(closed))).isInstanceOf(DialException.class);
        assertThat(closed.connections()).isEmpty();
        assertThatThrownBy(() -> closed.connect(address(dialer)))
                .isInstanceOf(DialException.class)
                .hasMessageContaining("may not be dialed");
        Host open = start(described().gater(ConnectionGater.only(Set.of(dialer.id()))));
        assertThat(dialer.connect(address(open)).remotePeer()).isEqualTo(open.id());
    }

    @Test
    void aPeerThatIsTakenOffTheListIsCutOffAndOneThatIsPutOnItIsLetIn() throws Exception {
        Host dialer = start(described());
        AllowList list = ConnectionGater.only(Set.of(dialer.id()));
        Host closed = start(described().gater(list));
        Connection connection = dialer.connect(address(closed));
        list.remove(dialer.id());
        Task.until("it is cut off", connection::isClosed);
        Task.until("it is forgotten", () -> closed.connections().isEmpty());
        assertThatThrownBy(() -> dialer.connect(address(closed))).isInstanceOf(DialException.class);
        Host other = start(described());
        list.add(other.id());
        assertThat(other.connect(address(closed)).remotePeer()).isEqualTo(closed.id());
    }

    @Test
    void closingEndsADialThatIsUnderWay() throws Exception {
        TcpLimits patient = new TcpLimits(Duration.ofMinutes(10), Duration.ofMinutes(10), 64, 8, 5, 20);
        Host host = start(described().limits(patient).limits(PATIENT));
        PeerId other = PeerId.of(TELLER.publicKey());
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "/ip4/127.0.0.1/tcp/" + silent.getLocalPort() + "/p2p/" + other;
            Task<Connection> dialing = Task.of(() -> host.connect(address));
            try (Socket dialed = silent.accept()) {
                assertThat(dialed.isConnected()).isTrue();
                host.close();
                assertThatThrownBy(dialing::result).isInstanceOf(DialException.class);
            }
            assertThatThrownBy(() -> host.connect(address)).isInstanceOf(DialException.class);
        }
        assertThatThrownBy(() -> host.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whereItCannotListenAndWhyIsSaid() throws IOException {
        Host host = start(described());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/tcp/" + taken.getLocalPort());
            assertThatThrownBy(() -> host.listen(address))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen at " + address + ": ")
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void optionsOfAHandlerAreSaidInTheDescriptionToo() throws IOException {
        Host listener = start(described().handle(ECHO, new HandlerOptions(1, false), HostTest::echo));
        Connection connection = start(described()).connect(address(listener));
        try (Stream one = connection.newStream(ECHO)) {
            one.writeFrame(new byte[] {1});
            assertThat(one.readFrame(1)).containsExactly(1);
            assertThatThrownBy(() -> connection.newStream(ECHO).readFrame(1)).isInstanceOf(StreamResetException.class);
        }
    }

    /** One whose end waits until as many others have begun theirs. */
    private record SociableMuxer(StreamMuxer muxer, CountDownLatch closing) implements StreamMuxer {
        @Override
        public MuxedStream openStream() throws IOException {
            return muxer.openStream();
        }

        @Override
        public MuxedStream acceptStream() throws IOException {
            return muxer.acceptStream();
        }

        @Override
        public boolean isClosed() {
            return muxer.isClosed();
        }

        @Override
        public void close(long code) {
            closing.countDown();
            try {
                closing.await();
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
            }
            muxer.close(code);
        }
    }

    private record SociableMuxers(Yamux yamux, CountDownLatch closing) implements MuxerProtocol {
        @Override
        public String id() {
            return Yamux.ID;
        }

        @Override
        public StreamMuxer open(Duplex channel, Direction direction) {
            return new SociableMuxer(yamux.open(channel, direction), closing);
        }

        @Override
        public StreamMuxer open(Duplex channel, Direction direction, ResourceScope memory) {
            return new SociableMuxer(yamux.open(channel, direction, memory), closing);
        }
    }

    @Test
    void closingEndsAllConnectionsAtOnce() throws Exception {
        CountDownLatch closing = new CountDownLatch(3);
        Host host = start(described()
                .muxer(timers -> new SociableMuxers(new Yamux(YamuxLimits.DEFAULTS, timers), closing)));
        for (int count = 0; count < 3; count++) {
            host.connect(address(echoing()));
        }
        host.close();
        assertThat(closing.getCount()).isZero();
    }

    @Test
    void aStrangerWhoSaysNothingIsCutOffInTime() throws IOException {
        TcpLimits quick = new TcpLimits(Duration.ofSeconds(5), Duration.ofMillis(200), 64, 8, 5, 20);
        Host host = start(described().limits(quick));
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(host.addresses().getFirst().value(Protocol.TCP).orElseThrow()))) {
            socket.setSoTimeout(30_000);
            socket.getInputStream().readAllBytes();
        }
        assertThat(host.connections()).isEmpty();
    }

    @Test
    void aListenerThatSaysNothingIsGivenUpInTime() throws Exception {
        // Nothing but the set-up's own limit ends it within the test's.
        TcpLimits quick = new TcpLimits(Duration.ofSeconds(5), Duration.ofMillis(200), 64, 8, 5, 20);
        Host host = start(described().limits(quick).limits(PATIENT));
        PeerId other = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "/ip4/127.0.0.1/tcp/" + silent.getLocalPort() + "/p2p/" + other;
            assertThatThrownBy(() -> host.connect(address))
                    .isInstanceOf(DialException.class)
                    .rootCause()
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .singleElement()
                            .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                            .hasMessageContaining("took longer than " + quick.setUp()));
        }
    }

    @Test
    void anAddressOnAnInterfaceThatIsNotHereFailsNoMessage() throws Exception {
        Multiaddr nowhere = Multiaddr.parse("/ip6zone/nowhere-7/ip6/fe80::1/tcp/1");
        Multiaddr here = Multiaddr.parse("/ip4/127.0.0.1/tcp/7");
        Host strange = start(described());
        strange.setStreamHandler(
                Identify.ID,
                stream -> stream.writeFrame(new ProtoWriter()
                        .bytes(2, nowhere.toBytes())
                        .bytes(2, here.toBytes())
                        .text(3, ECHO)
                        .toBytes()));
        Host host = start(described());
        host.identify(host.connect(address(strange)));
        assertThat(host.peers().protocols(strange.id())).contains(ECHO);
        assertThat(host.peers().addresses(strange.id())).contains(here);
        assertThatThrownBy(() -> host.listen(nowhere)).isInstanceOf(IOException.class);
        PeerId other = PeerId.of(PrivateKey.ofSeed(new byte[32]).publicKey());
        assertThatThrownBy(() -> host.connect(new PeerAddresses(other, List.of(nowhere))))
                .isInstanceOf(DialException.class)
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void aPeerIsAskedWhoItIsByOneAfterTheOther() throws Exception {
        AtomicInteger asking = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(1);
        Host strange = start(described());
        strange.setStreamHandler(Identify.ID, stream -> {
            if (asking.incrementAndGet() > 1) {
                two.countDown();
            }
            // Time enough for another one to come, who must not.
            boolean _ = two.await(300, TimeUnit.MILLISECONDS);
            stream.writeFrame(new ProtoWriter().text(3, ECHO).toBytes());
            asking.decrementAndGet();
        });
        Host host = start(described());
        Connection connection = host.connect(address(strange));
        Callable<IdentifyMessage> ask = () -> host.identify(connection);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<IdentifyMessage> told : threads.invokeAll(List.of(ask, ask, ask))) {
                assertThat(told.get().protocols()).containsExactly(ECHO);
            }
        }
        assertThat(two.getCount()).as("nobody asked while another one did").isEqualTo(1);
    }

    private static byte[] told(long number, String... addresses) {
        List<Multiaddr> all = Arrays.stream(addresses).map(Multiaddr::parse).toList();
        PeerRecord record = new PeerRecord(PeerId.of(TELLER.publicKey()), number, all);
        return new ProtoWriter().bytes(8, record.seal(TELLER).toBytes()).toBytes();
    }

    private static void push(Connection connection, byte[] message) throws IOException {
        // Two proposals, so that the answer is waited for before anything is written.
        try (Stream stream = connection.newStream("/none", Identify.PUSH_ID)) {
            stream.writeFrame(message);
            stream.closeWrite();
            assertThat(stream.input().read()).as("the end, once it is learned").isEqualTo(-1);
        }
    }

    @Test
    void aPushTakesThePlaceOfWhatWasToldBeforeUnlessItIsOlder() throws Exception {
        Host listener = echoing();
        Host teller = start(described().identity(TELLER));
        Connection connection = teller.connect(address(listener));
        long now = Long.MAX_VALUE / 2;
        push(connection, told(now, "/ip4/127.0.0.1/tcp/1", "/ip4/127.0.0.1/tcp/2", "/dns4/a.example/tcp/3"));
        assertThat(listener.peers().addresses(teller.id()))
                .containsExactlyInAnyOrder(
                        Multiaddr.parse("/ip4/127.0.0.1/tcp/1"), Multiaddr.parse("/ip4/127.0.0.1/tcp/2"));
        push(connection, told(now + 1, "/ip4/127.0.0.1/tcp/2"));
        assertThat(listener.peers().addresses(teller.id())).containsExactly(Multiaddr.parse("/ip4/127.0.0.1/tcp/2"));
        push(connection, told(now, "/ip4/127.0.0.1/tcp/1"));
        assertThat(listener.peers().addresses(teller.id())).containsExactly(Multiaddr.parse("/ip4/127.0.0.1/tcp/2"));
        push(connection, new ProtoWriter().text(3, "/only/protocols").toBytes());
        assertThat(listener.peers().addresses(teller.id())).containsExactly(Multiaddr.parse("/ip4/127.0.0.1/tcp/2"));
        assertThat(listener.peers().protocols(teller.id())).containsExactly("/only/protocols");
    }

    @Test
    void pushesAreBoundedInTime() throws Exception {
        Host listener = echoing();
        Connection connection = start(described()).connect(address(listener));
        byte[] message = new ProtoWriter().text(3, "/a").toBytes();
        AtomicInteger pushed = new AtomicInteger();
        assertThatThrownBy(() -> {
                    while (true) {
                        push(connection, message);
                        pushed.incrementAndGet();
                    }
                })
                .isInstanceOfSatisfying(
                        StreamResetException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCodes.RATE_LIMITED));
        // one more every five seconds
        assertThat(pushed.get()).isBetween(HostConnection.MOST_PUSHES, 2 * HostConnection.MOST_PUSHES);
    }

    @Test
    void anErrorInAHandlerResetsItsStream() throws Exception {
        Host listener = echoing();
        listener.setStreamHandler("/fails", stream -> {
            stream.readFrame(1);
            throw new StackOverflowError("as it should");
        });
        try (Stream failing = start(described()).connect(address(listener)).newStream("/fails")) {
            failing.writeFrame(new byte[] {1});
            assertThatThrownBy(() -> failing.input().read()).isInstanceOf(StreamResetException.class);
        }
    }

    @Test
    void aGaterThatFailsTurnsOneVisitorAwayAndNotTheNext() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        Host host = start(described().handle(ECHO, HostTest::echo).gater(new ConnectionGater() {
            @Override
            public boolean allowAccept(Multiaddr remoteAddress) {
                if (failed.compareAndSet(false, true)) {
                    throw new IllegalStateException("as it should");
                }
                return true;
            }
        }));
        assertThatThrownBy(() -> start(described()).connect(address(host))).isInstanceOf(DialException.class);
        assertThat(start(described()).connect(address(host)).remotePeer()).isEqualTo(host.id());
    }

    @Test
    void aHostThatCannotBeMadeLeavesNoThreadOfItsTime() throws Exception {
        CompletableFuture<Thread> ofTime = new CompletableFuture<>();
        assertThatThrownBy(() -> Host.builder()
                        .security((_, timers) -> {
                            timers.schedule(Duration.ZERO, () -> ofTime.complete(Thread.currentThread()));
                            ofTime.join();
                            throw new IllegalStateException("as it should");
                        })
                        .start())
                .hasMessage("as it should");
        ofTime.join().join();
    }

    @Test
    void closingWaitsForStreamsThatAreServedAndThenEndsConnections() throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Host listener = start(described().handle("/slow", stream -> {
            serving.countDown();
            goOn.await();
            stream.writeFrame(new byte[] {7});
        }));
        Host dialer = start(described());
        dialer.addListener(new Hearing());
        Connection connection = dialer.connect(address(listener));
        Stream stream = connection.newStream("/slow");
        // Where the peer is known already to speak it, only this tells it of the stream.
        stream.output().flush();
        serving.await();
        Thread closing = Thread.ofVirtual().start(listener::close);
        assertThat(connection.isClosed()).isFalse();
        goOn.countDown();
        assertThat(stream.readFrame(1)).containsExactly(7);
        closing.join();
        for (String news = next(); !news.startsWith("disconnected"); news = next()) {
            assertThat(news).isNotEqualTo("null");
        }
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(() -> connection.newStream(ECHO)).isInstanceOf(MuxerException.class);
        assertThatThrownBy(() -> dialer.connect(address(listener))).isInstanceOf(IOException.class);
    }

    @Test
    void anAddressThatIsTakenIsSaidAndNothingIsLeft() throws IOException {
        Host host = echoing();
        String taken = host.addresses().getFirst().withoutPeer().toString();
        assertThatThrownBy(() -> Host.builder()
                        .security((key, _) -> new PlainSecurity(key))
                        .listen(taken)
                        .start())
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> host.listen(Multiaddr.parse("/ip4/127.0.0.1/udp/0/quic-v1")))
                .isInstanceOf(IOException.class);
    }
}
