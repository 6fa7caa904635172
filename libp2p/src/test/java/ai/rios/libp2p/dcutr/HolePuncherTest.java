package ai.rios.libp2p.dcutr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Frames;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import ai.rios.libp2p.relay.RelayAccess;
import ai.rios.libp2p.relay.RelayClient;
import ai.rios.libp2p.relay.RelayLimits;
import ai.rios.libp2p.relay.RelayService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange on loopback; what two gates between the ends make of it, {@code HolePunchIT} tests. */
@Timeout(120)
final class HolePuncherTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Multiaddr ONE = Multiaddr.parse("/ip4/127.0.0.1/tcp/1");
    private static final PunchMessage CONNECT = new PunchMessage(PunchMessage.Kind.CONNECT, List.of(ONE));
    private static final PunchMessage SYNC = new PunchMessage(PunchMessage.Kind.SYNC, List.of());

    private final List<Host> hosts = new ArrayList<>();

    private final List<ServerSocket> servers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        hosts.forEach(Host::close);
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    private Host start(HostBuilder builder) throws IOException {
        Host host = builder.start();
        hosts.add(host);
        return host;
    }

    private Host relay() throws IOException {
        return start(Host.builder()
                .listen("/ip4/127.0.0.1/tcp/0")
                .with(new RelayService(RelayLimits.DEFAULTS, RelayAccess.STRANGERS)));
    }

    private static HolePuncher onLoopback() {
        return new HolePuncher((_, _) -> true, Duration.ofMillis(100));
    }

    private Host behind(Host relay, HolePuncher puncher) throws IOException {
        return start(Host.builder()
                .with(new RelayClient())
                .with(puncher)
                .listen("/ip4/127.0.0.1/tcp/0")
                .listen(relay.addresses().getFirst() + "/p2p-circuit"));
    }

    private static Multiaddr circuit(Host target) {
        return target.addresses().stream()
                .filter(Multiaddr::isCircuit)
                .findFirst()
                .orElseThrow();
    }

    private static PunchMessage read(Stream stream) throws IOException {
        return PunchMessage.decode(stream.readFrame(PunchMessage.LONGEST));
    }

    private static boolean isDirectOnly(Host host, Host other) {
        List<Connection> connections = host.connections().stream()
                .filter(connection -> connection.remotePeer().equals(other.id()))
                .toList();
        return !connections.isEmpty()
                && connections.stream()
                        .noneMatch(connection -> connection.remoteAddress().isCircuit());
    }

    @Test
    void messagesAreWrittenAsOthersDo() {
        assertThat(HEX.formatHex(SYNC.encode())).isEqualTo("08ac02");
        assertThat(HEX.formatHex(CONNECT.encode())).isEqualTo("0864" + "1208" + "047f000001060001");
        assertThat(PunchMessage.decode(CONNECT.encode())).isEqualTo(CONNECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0800", "086401", "1208047f000001060001"})
    void whatIsOfNoKindIsRefused(String hex) {
        assertThatThrownBy(() -> PunchMessage.decode(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void anyInputIsReadOrRefused(long seed) {
        Fuzz.holds(seed, List.of(CONNECT.encode(), SYNC.encode()), PunchMessage::decode, PunchMessage::encode);
    }

    @Test
    void addressesBeyondTheBoundAreLeftOut() {
        List<Multiaddr> many = new ArrayList<>();
        for (int port = 1; port <= PunchMessage.MOST_ADDRESSES + 1; port++) {
            many.add(Multiaddr.parse("/ip4/1.2.3.4/tcp/" + port));
        }
        assertThat(new PunchMessage(PunchMessage.Kind.CONNECT, many).addresses())
                .isEqualTo(many.subList(0, PunchMessage.MOST_ADDRESSES));
    }

    @Test
    void whoCanBeDialedIsDialedAndTheRelayedConnectionEnds() throws IOException {
        Host relay = relay();
        Host target = behind(relay, onLoopback());
        Host dialer =
                start(Host.builder().with(new RelayClient()).with(onLoopback()).listen("/ip4/127.0.0.1/tcp/0"));
        Connection relayed = dialer.connect(circuit(target));
        assertThat(relayed.remoteAddress().isCircuit()).isTrue();
        Task.until("only the direct one is left", () -> isDirectOnly(dialer, target) && isDirectOnly(target, dialer));
        assertThat(relayed.isClosed()).isTrue();
        assertThat(dialer.connect(circuit(target)).limited()).isFalse();
    }

    @Test
    void theExchangeIsMadeThreeTimesAndThenGivenUp() throws Exception {
        Host relay = relay();
        Host target = behind(relay, onLoopback());
        BlockingQueue<PunchMessage> heard = new LinkedBlockingQueue<>();
        Host dialer = start(Host.builder().with(new RelayClient()));
        dialer.setStreamHandler(HolePuncher.ID, new HandlerOptions(1, true), stream -> {
            heard.add(read(stream));
            stream.writeFrame(CONNECT.encode());
            heard.add(read(stream));
        });
        Connection relayed = dialer.connect(circuit(target));
        for (int attempt = 0; attempt < HolePuncher.ATTEMPTS; attempt++) {
            PunchMessage connect = heard.poll(60, TimeUnit.SECONDS);
            assertThat(connect).isNotNull();
            assertThat(connect.kind()).isEqualTo(PunchMessage.Kind.CONNECT);
            assertThat(connect.addresses()).isNotEmpty().noneMatch(Multiaddr::isCircuit);
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(SYNC);
        }
        assertThat(relayed.isClosed())
                .as("it stays, since there is no better one")
                .isFalse();
    }

    /** Takes what is dialed there, proposes what nobody speaks, and says what comes after the other end's header. */
    private static String lineOfWhoDials(ServerSocket server) throws IOException {
        try (Socket socket = server.accept()) {
            socket.setSoTimeout(30_000);
            String[] lines = new String[2];
            socket.getOutputStream()
                    .write("\u0013/multistream/1.0.0\n\u0009/nothing\n".getBytes(StandardCharsets.UTF_8));
            for (int at = 0; at < lines.length; at++) {
                lines[at] = new String(Frames.read(socket.getInputStream(), 100), StandardCharsets.UTF_8).strip();
            }
            assertThat(lines[0]).isEqualTo("/multistream/1.0.0");
            return lines[1];
        }
    }

    private static PunchMessage connectTo(ServerSocket server) {
        return new PunchMessage(
                PunchMessage.Kind.CONNECT,
                List.of(Multiaddr.of((InetSocketAddress) server.getLocalSocketAddress(), Protocol.TCP)));
    }

    /** One for each attempt, so that no two connections are between the same two ports. */
    private List<ServerSocket> threeServers() throws IOException {
        for (int count = 0; count < HolePuncher.ATTEMPTS; count++) {
            ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
            server.setSoTimeout(50_000);
            servers.add(server);
        }
        return List.copyOf(servers);
    }

    @Test
    void whoWasDialedIsServerAndInTheLastAttemptClient() throws Exception {
        Host relay = relay();
        Host target = behind(relay, onLoopback());
        BlockingQueue<ServerSocket> next = new LinkedBlockingQueue<>(threeServers());
        Host dialer = start(Host.builder().with(new RelayClient()));
        dialer.setStreamHandler(HolePuncher.ID, new HandlerOptions(1, true), stream -> {
            read(stream);
            stream.writeFrame(connectTo(next.take()).encode());
            read(stream);
        });
        dialer.connect(circuit(target));
        List<String> lines = new ArrayList<>();
        for (ServerSocket server : servers) {
            lines.add(lineOfWhoDials(server));
        }
        assertThat(lines).containsExactly("na", "na", "/noise");
    }

    @Test
    void whoDialedIsClientAndInTheLastAttemptServer() throws Exception {
        Host relay = relay();
        Host dialer =
                start(Host.builder().with(new RelayClient()).with(onLoopback()).listen("/ip4/127.0.0.1/tcp/0"));
        Host target = start(
                Host.builder().with(new RelayClient()).listen(relay.addresses().getFirst() + "/p2p-circuit"));
        dialer.connect(circuit(target));
        Task.until("both ends have it", () -> target.connections().size() == 2);
        Connection back = target.connect(new PeerAddresses(dialer.id(), List.of()));
        List<String> lines = new ArrayList<>();
        for (ServerSocket server : threeServers()) {
            try (Stream stream = back.newStreamOnLimited(HolePuncher.ID)) {
                stream.writeFrame(connectTo(server).encode());
                read(stream);
                stream.writeFrame(SYNC.encode());
            }
            lines.add(lineOfWhoDials(server));
        }
        assertThat(lines).containsExactly("/noise", "/noise", "na");
    }

    @Test
    void nobodyIsPunchedToOverADirectConnectionNorAgainstTheDirection() throws IOException {
        Host relay = relay();
        Host target = behind(relay, new HolePuncher());
        Host direct = start(Host.builder());
        Connection straight = direct.connect(target.addresses().getFirst());
        assertThatThrownBy(() -> exchange(straight)).isInstanceOf(StreamResetException.class);
        Host dialer = start(Host.builder().with(new RelayClient()));
        Connection relayed = dialer.connect(circuit(target));
        assertThatThrownBy(() -> exchange(relayed)).isInstanceOf(StreamResetException.class);
    }

    private static PunchMessage exchange(Connection connection) throws IOException {
        try (Stream stream = connection.newStreamOnLimited(HolePuncher.ID)) {
            stream.writeFrame(CONNECT.encode());
            return read(stream);
        }
    }

    @Test
    void addressesThatAreNotPublicAreNeitherToldNorDialed() throws IOException {
        Host relay = relay();
        Host dialer = start(
                Host.builder().with(new RelayClient()).with(new HolePuncher()).listen("/ip4/127.0.0.1/tcp/0"));
        Host target = start(
                Host.builder().with(new RelayClient()).listen(relay.addresses().getFirst() + "/p2p-circuit"));
        dialer.connect(circuit(target));
        Task.until("both ends have it", () -> target.connections().size() == 2);
        Connection back = target.connect(new PeerAddresses(dialer.id(), List.of()));
        assertThatThrownBy(() -> exchange(back)).isInstanceOf(StreamResetException.class);
        assertThat(target.connections()).hasSize(2);
    }

    @Test
    void othersSeeThePortWhereAPuncherListens() throws IOException {
        Host puncher = start(Host.builder().with(new HolePuncher()).listen("/ip4/127.0.0.1/tcp/0"));
        Host one = relay();
        Host other = relay();
        for (Host seen : List.of(one, other)) {
            assertThat(puncher.identify(puncher.connect(seen.addresses().getFirst()))
                            .observedAddress())
                    .contains(puncher.addresses().getFirst().withoutPeer());
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAlsoWherePortsAreShared() throws IOException {
        Host puncher = start(Host.builder().with(new HolePuncher()).listen("/ip4/127.0.0.1/tcp/0"));
        String taken = puncher.addresses().getFirst().withoutPeer().toString();
        assertThatThrownBy(() ->
                        Host.builder().with(new HolePuncher()).listen(taken).start())
                .isInstanceOf(IOException.class);
    }

    @Test
    void aHostIsDialedTwiceFromOnePort() throws IOException {
        Host puncher = start(Host.builder().with(new HolePuncher()).listen("/ip4/127.0.0.1/tcp/0"));
        Host seen = relay();
        Connection first = puncher.connect(seen.addresses().getFirst());
        first.close();
        Task.until("it is gone", () -> puncher.connections().isEmpty());
        assertThat(puncher.connect(seen.addresses().getFirst()).isClosed()).isFalse();
    }
}
