package ai.rios.libp2p.autonat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.Reachability;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.transport.ConnectionGater;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts on loopback. */
@Timeout(120)
final class AutoNatTest {
    private static final AutoNatLimits LIMITS = AutoNatLimits.DEFAULTS;
    private static final AutoNat.Pace AT_ONCE =
            new AutoNat.Pace(Duration.ZERO, Duration.ofMillis(10), Duration.ofMinutes(5), Duration.ZERO);
    private static final ConnectionGater TAKES_NOBODY = new ConnectionGater() {
        @Override
        public boolean allowAccept(Multiaddr remoteAddress) {
            return false;
        }
    };

    private final List<Host> hosts = new ArrayList<>();
    private final BlockingQueue<Reachability> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> nonces = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerId> dialers = new LinkedBlockingQueue<>();
    private final PrivateKey dialerKey = PrivateKey.generate(new SecureRandom());
    private final PeerId dialer = PeerId.of(dialerKey.publicKey());

    @AfterEach
    void close() {
        hosts.forEach(Host::close);
    }

    private Host start(HostBuilder builder) throws IOException {
        Host host = builder.start();
        hosts.add(host);
        return host;
    }

    private static HostBuilder listening() {
        return Host.builder().listen("/ip4/127.0.0.1/tcp/0");
    }

    private Host server(AutoNatLimits limits) throws IOException {
        return start(listening().with(new AutoNatService(limits, dialerKey, Scope.ANY)));
    }

    private static AutoNatLimits dialingFor(Duration dial) {
        return new AutoNatLimits(60, 12, 12, 2, 30, 3, dial, Duration.ZERO, Duration.ofMinutes(1));
    }

    private Host client(HostBuilder builder) throws IOException {
        Host client = start(builder.with(new AutoNat(Scope.ANY, AT_ONCE)));
        client.addListener(new HostListener() {
            @Override
            public void reachabilityChanged(Reachability reachability) {
                heard.add(reachability);
            }
        });
        return client;
    }

    private Reachability nextReachability() throws InterruptedException {
        return heard.poll(60, TimeUnit.SECONDS);
    }

    /** A host that asks by hand, and hears dial-backs. */
    private Host asking(String... addresses) throws IOException {
        HostBuilder builder = Host.builder();
        List.of(addresses).forEach(builder::listen);
        return start(builder.handle(AutoNat.DIAL_BACK_ID, stream -> {
            nonces.add(Nonce.decode(stream.readFrame(Nonce.LONGEST)));
            dialers.add(stream.connection().remotePeer());
            stream.writeFrame(Nonce.TAKEN);
        }));
    }

    private static Connection connect(Host from, Host to) throws IOException {
        return from.connect(to.addresses().getFirst());
    }

    private static Multiaddr address(Host host) {
        return host.addresses().getFirst().withoutPeer();
    }

    private static DialMessage read(Stream stream) throws IOException {
        return DialMessage.decode(stream.readFrame(DialMessage.LONGEST));
    }

    private static DialMessage answer(Connection server, Multiaddr... addresses) throws IOException {
        try (Stream stream = server.newStream(AutoNat.REQUEST_ID)) {
            stream.writeFrame(DialMessage.Request.of(List.of(addresses), 7).encode());
            return read(stream);
        }
    }

    private static FirstMessage firstAnswer(Connection server, Optional<PeerId> peer, Multiaddr... addresses)
            throws IOException {
        try (Stream stream = server.newStream(AutoNat.FIRST_ID)) {
            stream.writeFrame(new FirstMessage.Dial(peer, List.of(addresses)).encode());
            return FirstMessage.decode(stream.readFrame(FirstMessage.LONGEST));
        }
    }

    private static DialMessage.Response response(DialMessage.Answer answer) {
        return new DialMessage.Response(answer, 0, DialMessage.Dialed.UNUSED);
    }

    @Test
    void aHostThatIsReachedFindsOut() throws Exception {
        Host client = client(listening());
        assertThat(client.reachability()).isEqualTo(Reachability.UNKNOWN);
        connect(client, server(LIMITS));
        assertThat(nextReachability()).isEqualTo(Reachability.PUBLIC);
        assertThat(client.reachability()).isEqualTo(Reachability.PUBLIC);
    }

    @Test
    void aHostThatIsNotReachedFindsOut() throws Exception {
        Host client = client(listening().gater(TAKES_NOBODY));
        connect(client, server(LIMITS));
        assertThat(nextReachability()).isEqualTo(Reachability.PRIVATE);
    }

    @Test
    void serversOfTheFirstVersionAreAskedToo() throws Exception {
        Host server = server(LIMITS);
        server.removeStreamHandler(AutoNat.REQUEST_ID);
        connect(client(listening()), server);
        assertThat(nextReachability()).isEqualTo(Reachability.PUBLIC);
        Host failing = server(dialingFor(Duration.ofMillis(50)));
        failing.removeStreamHandler(AutoNat.REQUEST_ID);
        connect(client(listening().gater(TAKES_NOBODY)), failing);
        assertThat(nextReachability()).isEqualTo(Reachability.PRIVATE);
    }

    @Test
    void wherePeersTakeOnlyWhomTheyKnowTheDialerIsToBeAmongThese() throws Exception {
        Host server = server(LIMITS);
        Host client = client(listening().gater(ConnectionGater.only(Set.of(server.id(), dialer))));
        connect(client, server);
        assertThat(nextReachability()).isEqualTo(Reachability.PUBLIC);
    }

    @Test
    void anotherPeerDialsBackAndTellsTheNumber() throws Exception {
        Host client = asking("/ip4/127.0.0.1/tcp/0");
        Multiaddr unknown = Multiaddr.parse("/unix/x");
        DialMessage answer = answer(connect(client, server(LIMITS)), unknown, address(client));
        assertThat(answer).isEqualTo(new DialMessage.Response(DialMessage.Answer.OK, 1, DialMessage.Dialed.OK));
        assertThat(nonces.take()).isEqualTo(7);
        assertThat(dialers.take()).isEqualTo(dialer);
    }

    @Test
    void whereNobodyListensOrTakesTheNumberThatIsSaid() throws Exception {
        Host client = start(listening());
        Connection server = connect(client, server(LIMITS));
        assertThat(answer(server, address(client)))
                .isEqualTo(new DialMessage.Response(DialMessage.Answer.OK, 0, DialMessage.Dialed.DIAL_BACK_ERROR));
        Host closed = start(listening());
        Multiaddr nobody = address(closed);
        closed.close();
        assertThat(answer(server, nobody))
                .isEqualTo(new DialMessage.Response(DialMessage.Answer.OK, 0, DialMessage.Dialed.DIAL_ERROR));
    }

    @Test
    void anAddressElsewhereIsDialedForDataOnly() throws Exception {
        Host client = asking("/ip4/127.0.0.2/tcp/0");
        Connection server = connect(client, server(dialingFor(LIMITS.dial())));
        try (Stream stream = server.newStream(AutoNat.REQUEST_ID)) {
            stream.writeFrame(
                    DialMessage.Request.of(List.of(address(client)), 9).encode());
            assertThat(read(stream)).isInstanceOfSatisfying(DialMessage.DataRequest.class, wanted -> {
                assertThat(wanted.address()).isZero();
                assertThat(wanted.bytes()).isBetween((long) AutoNatService.LEAST_DATA, (long) AutoNatService.MOST_DATA);
            });
            for (int sent = 0; sent < AutoNatService.LEAST_DATA - 1_000; sent += 1_000) {
                stream.writeFrame(new DialMessage.Data(1_000).encode());
            }
            assertThat(nonces).as("too little has come").isEmpty();
            for (int sent = 0; sent < AutoNatService.MOST_DATA; sent += 4_000) {
                stream.writeFrame(new DialMessage.Data(4_000).encode());
            }
            assertThat(read(stream))
                    .isEqualTo(new DialMessage.Response(DialMessage.Answer.OK, 0, DialMessage.Dialed.OK));
        }
        assertThat(nonces.take()).isEqualTo(9);
    }

    @Test
    void dataInTinyPiecesIsRefused() throws Exception {
        Host client = asking("/ip4/127.0.0.2/tcp/0");
        Connection server = connect(client, server(LIMITS));
        try (Stream stream = server.newStream(AutoNat.REQUEST_ID)) {
            stream.writeFrame(
                    DialMessage.Request.of(List.of(address(client)), 9).encode());
            read(stream);
            stream.writeFrame(new DialMessage.Data(AutoNatService.LEAST_PIECE - 1).encode());
            assertThatThrownBy(() -> read(stream)).isInstanceOf(IOException.class);
        }
        assertThat(nonces).isEmpty();
    }

    @Test
    void dataIsGivenWhereItIsWanted() throws Exception {
        Host client = client(Host.builder().listen("/ip4/127.0.0.2/tcp/0"));
        connect(client, server(dialingFor(LIMITS.dial())));
        assertThat(nextReachability()).isEqualTo(Reachability.PUBLIC);
    }

    @Test
    void requestsBeyondTheRateAreRejected() throws Exception {
        Host client = asking("/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.2/tcp/0");
        AutoNatLimits two = new AutoNatLimits(60, 2, 1, 2, 30, 1, LIMITS.dial(), Duration.ZERO, LIMITS.request());
        Connection server = connect(client, server(two));
        assertThat(answer(server, address(client))).isNotEqualTo(response(DialMessage.Answer.REJECTED));
        assertThat(answer(server, address(client))).isNotEqualTo(response(DialMessage.Answer.REJECTED));
        assertThat(answer(server, address(client))).isEqualTo(response(DialMessage.Answer.REJECTED));
        assertThat(firstAnswer(server, Optional.empty(), address(client)))
                .isInstanceOfSatisfying(
                        FirstMessage.Answer.class,
                        reached -> assertThat(reached.status()).isEqualTo(FirstMessage.Status.OK));
        assertThat(firstAnswer(server, Optional.empty(), address(client)))
                .isEqualTo(FirstMessage.Answer.of(FirstMessage.Status.DIAL_REFUSED));
    }

    @Test
    void requestsThatNeedDataHaveARateOfTheirOwn() throws Exception {
        Host client = asking("/ip4/127.0.0.1/tcp/0", "/ip4/127.0.0.2/tcp/0");
        AutoNatLimits one = new AutoNatLimits(60, 12, 1, 2, 30, 3, LIMITS.dial(), Duration.ZERO, LIMITS.request());
        Connection server = connect(client, server(one));
        Multiaddr elsewhere = client.addresses().getLast().withoutPeer();
        assertThat(answer(server, elsewhere)).isInstanceOf(DialMessage.DataRequest.class);
        assertThat(answer(server, elsewhere)).isEqualTo(response(DialMessage.Answer.REJECTED));
        assertThat(answer(server, address(client))).isInstanceOf(DialMessage.Response.class);
    }

    @Test
    void onlyPublicAddressesOfOtherMachinesAreDialed() throws Exception {
        Host client = asking("/ip4/127.0.0.1/tcp/0");
        Connection server = connect(client, start(listening().with(new AutoNatService(LIMITS))));
        assertThat(answer(server, address(client))).isEqualTo(response(DialMessage.Answer.REFUSED));
        assertThat(firstAnswer(server, Optional.empty(), address(client)))
                .isEqualTo(FirstMessage.Answer.of(FirstMessage.Status.DIAL_REFUSED));
        assertThat(dialers).isEmpty();
    }

    @Test
    void theFirstVersionDialsNoOtherIpThanWhereTheClientIsSeen() throws Exception {
        Multiaddr seen = Multiaddr.parse("/ip4/5.9.0.1/tcp/50000");
        List<Multiaddr> told = List.of(
                Multiaddr.parse("/ip4/10.0.0.1/tcp/4001"),
                Multiaddr.parse("/ip6/2a01::1/udp/4001/quic-v1"),
                Multiaddr.parse("/dns4/victim.example/tcp/80"),
                Multiaddr.parse("/ip4/1.2.3.4/tcp/1/p2p/" + dialer + "/p2p-circuit"));
        assertThat(AutoNatService.addressesWhereSeen(seen, told))
                .containsExactly(
                        seen,
                        Multiaddr.parse("/ip4/5.9.0.1/tcp/4001"),
                        Multiaddr.parse("/ip4/5.9.0.1/udp/4001/quic-v1"));
        Host there = start(listening());
        Host client = asking(
                "/ip4/127.0.0.2/tcp/" + address(there).value(Protocol.TCP).orElseThrow());
        Connection server = connect(client, server(dialingFor(Duration.ofMillis(50))));
        assertThat(firstAnswer(server, Optional.of(client.id()), address(client)))
                .as("another peer is at that port where the client is seen, and the client's own address is not dialed")
                .isEqualTo(FirstMessage.Answer.of(FirstMessage.Status.DIAL_ERROR));
        assertThat(there.connections()).isEmpty();
    }

    @Test
    void failuresOfTheFirstVersionAreToldWhenTheTimeForTheDialIsOver() throws Exception {
        Host client = start(listening().gater(TAKES_NOBODY));
        Duration dial = Duration.ofMillis(400);
        Connection server = connect(client, server(dialingFor(dial)));
        long begun = System.nanoTime();
        assertThat(firstAnswer(server, Optional.of(client.id()), address(client)))
                .isEqualTo(FirstMessage.Answer.of(FirstMessage.Status.DIAL_ERROR));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(dial);
    }

    @Test
    void nobodyIsDialedForAnotherPeer() throws Exception {
        Connection server = connect(asking("/ip4/127.0.0.1/tcp/0"), server(LIMITS));
        assertThat(firstAnswer(server, Optional.of(dialer)))
                .isEqualTo(FirstMessage.Answer.of(FirstMessage.Status.BAD_REQUEST));
    }

    @Test
    void closingTheHostEndsWhatWaits() throws Exception {
        Host client = start(listening().gater(TAKES_NOBODY));
        Host server = server(dialingFor(Duration.ofMinutes(10)));
        Connection connection = connect(client, server);
        try (Stream stream = connection.newStream(AutoNat.FIRST_ID)) {
            stream.writeFrame(new FirstMessage.Dial(Optional.empty(), List.of()).encode());
            server.close();
            assertThatThrownBy(() -> stream.readFrame(FirstMessage.LONGEST)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerThatSaysThatItDialedAndDidNotIsNotBelieved() throws Exception {
        Host liar = start(listening().handle(AutoNat.REQUEST_ID, stream -> {
            read(stream);
            stream.writeFrame(new DialMessage.Response(DialMessage.Answer.OK, 0, DialMessage.Dialed.OK).encode());
        }));
        Host client = start(listening());
        Questions questions = new Questions(Duration.ofMillis(10));
        assertThatThrownBy(() -> questions.ask(connect(client, liar), List.of(address(client))))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("did not come");
    }

    @Test
    void whatAServerWantsBeyondTheBoundsIsNotGiven() throws Exception {
        BlockingQueue<DialMessage> wanted = new LinkedBlockingQueue<>(List.of(
                new DialMessage.DataRequest(0, AutoNatService.MOST_DATA + 1L),
                new DialMessage.DataRequest(1, AutoNatService.LEAST_DATA),
                new DialMessage.Response(DialMessage.Answer.OK, 1, DialMessage.Dialed.OK),
                new DialMessage.Response(DialMessage.Answer.OK, 0, DialMessage.Dialed.UNUSED),
                new DialMessage.Data(1)));
        Host greedy = start(listening().handle(AutoNat.REQUEST_ID, stream -> {
            read(stream);
            stream.writeFrame(wanted.take().encode());
        }));
        Host client = start(listening());
        Connection connection = connect(client, greedy);
        Questions questions = new Questions(Duration.ofMillis(10));
        while (!wanted.isEmpty()) {
            assertThatThrownBy(() -> questions.ask(connection, List.of(address(client))))
                    .isInstanceOf(FrameException.class);
        }
    }

    @Test
    void aDialBackThatNobodyWaitsForIsReset() throws Exception {
        Host client = client(listening());
        Connection connection = connect(start(listening()), client);
        try (Stream stream = connection.newStream(AutoNat.DIAL_BACK_ID)) {
            stream.writeFrame(Nonce.encode(1));
            assertThatThrownBy(() -> stream.readFrame(Nonce.LONGEST)).isInstanceOf(IOException.class);
        }
    }
}
