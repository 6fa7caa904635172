package ai.rios.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.ProtocolHandler;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostLimits;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.kad.Mode;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.standalone.peer.DhtMember;
import ai.rios.standalone.peer.DhtOptions;
import ai.rios.standalone.peer.EchoLoad;
import ai.rios.standalone.peer.Peer;
import ai.rios.standalone.peer.PeerLines;
import ai.rios.standalone.peer.Security;
import ai.rios.standalone.peer.Turns;
import ai.rios.standalone.testing.Shell;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PeerVerbTest {
    @TempDir
    private Path folder;

    private final Shell shell = new Shell();

    /** Set before each test. */
    @SuppressWarnings("NullAway.Init")
    private Host listener;

    /** One permit for each connection that the listener has seen; it sees them a little after their dialer. */
    private final Semaphore connections = new Semaphore(0);

    private final AtomicInteger streams = new AtomicInteger();

    @BeforeEach
    void listen() throws IOException {
        listener = new Peer(
                        new PeerLines(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)))
                .listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"), Optional.empty(), true);
        listener.addListener(new HostListener() {
            @Override
            public void connected(Connection connection) {
                connections.release();
            }
        });
    }

    private void serve(ProtocolHandler echo) {
        listener.setStreamHandler("/rios/echo/1.0.0", echo);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private int run(String... words) {
        List<String> args = new ArrayList<>(List.of("peer"));
        args.addAll(List.of(words));
        return shell.run(folder, args.toArray(String[]::new));
    }

    private int runAt(String to, String verb, String options) {
        return run((verb + " --to " + to + " " + options).strip().split(" +"));
    }

    private JsonNode line() throws IOException {
        assertThat(shell.printed().lines()).hasSize(1);
        return new ObjectMapper().readTree(shell.printed());
    }

    private String to() {
        return listener.addresses().getFirst().toString();
    }

    @Test
    void overQuicAPeerIsPingedToo() throws Exception {
        listener.listen(Multiaddr.parse("/ip4/127.0.0.1/udp/0/quic-v1"));
        String quic = listener.addresses().getLast().toString();
        assertThat(quic).contains("/quic-v1/");
        assertThat(runAt(quic, "ping", "")).isZero();
        assertThat(line().get("event").asText()).isEqualTo("ping");
    }

    @Test
    void withoutTcpThereHasToBeQuic() throws IOException {
        assertThat(run("listen", "--no-tcp")).isEqualTo(2);
        assertThat(line().get("message").asText()).contains("--quic");
    }

    @Test
    void whatAPeerProvidesIsFound() throws Exception {
        Peer quiet =
                new Peer(new PeerLines(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)));
        Multiaddr anywhere = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
        Host host = quiet.listen(anywhere, Optional.empty(), false);
        try (DhtMember hub = quiet.serve(host, new DhtOptions("/here", Mode.SERVER, List.of()));
                DhtMember provider = quiet.provide(
                        anywhere,
                        new DhtOptions("/here", Mode.CLIENT, hub.host().addresses()),
                        "a word",
                        close -> assertThat(close).isNotNull())) {
            String known = hub.host().addresses().getFirst().toString();
            assertThat(run("find", "--bootstrap", known + "," + known, "--key", "a word", "--dht-prefix", "/here"))
                    .isZero();
            JsonNode line = line();
            assertThat(line.get("event").asText()).isEqualTo("found");
            assertThat(line.get("providers").toString())
                    .isEqualTo("[\"" + provider.host().id() + "\"]");
            assertThat(line.get("addrs").toString())
                    .isEqualTo("[\"" + provider.host().addresses().getFirst() + "\"]");
        }
    }

    @Test
    void aNetworkThatIsNotThereIsALineAndAFailure() throws IOException {
        assertThat(run("provide", "--bootstrap", to(), "--key", "a word")).isEqualTo(1);
        assertThat(line().get("event").asText()).isEqualTo("error");
    }

    @Test
    void pingsAreCountedAndTimed() throws IOException {
        assertThat(run("ping", "--to", to(), "--count", "5")).isZero();
        JsonNode line = line();
        assertThat(line.get("event").asText()).isEqualTo("ping");
        assertThat(line.get("count").asInt()).isEqualTo(5);
        assertThat(line.get("p99us").asLong())
                .isGreaterThanOrEqualTo(line.get("p50us").asLong());
    }

    @Test
    void identifyTellsWhatThePeerTells() throws IOException {
        assertThat(run("identify", "--to", to())).isZero();
        JsonNode line = line();
        assertThat(line.get("event").asText()).isEqualTo("identify");
        assertThat(line.get("peer").asText()).isEqualTo(listener.id().toString());
        assertThat(line.get("agent").asText()).startsWith("rios-libp2p/");
        assertThat(line.get("protocols").toString())
                .contains("/rios/echo/1.0.0", "/perf/1.0.0", "/ipfs/ping/1.0.0", "/ipfs/id/1.0.0");
        assertThat(line.get("listenAddrs").get(0).asText() + "/p2p/" + listener.id())
                .isEqualTo(to());
        assertThat(line.get("observed").asText()).startsWith("/ip4/127.0.0.1/tcp/");
        assertThat(line.get("signedPeerRecord").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--size 0 --count 3",
                "--size 1000 --count 5 --parallel 20",
                "--size 1000 --count 5 --parallel 4 --new-stream",
                "--size 3000000 --count 2 --early-close --security noise"
            })
    void echoesComeBackAsTheyWent(String options) throws IOException {
        assertThat(runAt(to(), "echo", options)).isZero();
        JsonNode line = line();
        assertThat(line.get("event").asText()).isEqualTo("echo");
        assertThat(line.get("ok").asBoolean()).isTrue();
        assertThat(line.get("halfClose").asBoolean()).isTrue();
        assertThat(line.get("frames").asInt()).isPositive();
        assertThat(line.get("bytes").asLong() % line.get("frames").asLong()).isZero();
    }

    @Test
    void everyStreamMayBeNew() throws IOException {
        serve(stream -> {
            streams.incrementAndGet();
            for (int at = stream.input().read(); at >= 0; at = stream.input().read()) {
                stream.output().write(at);
                stream.output().flush();
            }
        });
        assertThat(runAt(to(), "echo", "--size 1 --count 7")).isZero();
        assertThat(streams).hasValue(1);
        assertThat(runAt(to(), "echo", "--size 1 --count 7 --new-stream")).isZero();
        assertThat(streams).hasValue(8);
    }

    @Test
    void anEarlyCloseComesBeforeTheEchoIsRead() throws IOException {
        // This listener answers nothing until it has seen the end.
        serve(stream -> {
            byte[] frame = stream.readFrame(10);
            assertThat(stream.input().read()).isEqualTo(-1);
            stream.writeFrame(frame);
        });
        assertThat(runAt(to(), "echo", "--size 10 --early-close")).isZero();
        assertThat(line().get("halfClose").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--new-stream --count 3"})
    void aPeerThatDoesNotHalfCloseIsTold(String options) throws IOException {
        serve(stream -> {
            stream.writeFrame(stream.readFrame(1_024));
            assertThat(stream.input().read()).isEqualTo(-1);
            stream.reset();
        });
        assertThat(runAt(to(), "echo", options)).isZero();
        assertThat(line().get("ok").asBoolean()).isTrue();
        assertThat(line().get("halfClose").asBoolean()).isFalse();
    }

    @Test
    void anEchoThatDiffersIsAFailure() throws IOException {
        serve(stream -> stream.writeFrame(new byte[] {(byte) ~stream.readFrame(1)[0]}));
        assertThat(runAt(to(), "echo", "--size 1")).isEqualTo(1);
        assertThat(line().get("message").asText()).isEqualTo("an echo differs");
    }

    @Test
    void aLoadIsRunAgainOverTheSameConnectionForEveryLine() throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new Peer(new PeerLines(new PrintStream(said, true, StandardCharsets.UTF_8)))
                .echo(
                        Multiaddr.parse(to()),
                        new EchoLoad(10, 2, 1, false, false),
                        Turns.byLine(new ByteArrayInputStream("\n\nand a third\n".getBytes(StandardCharsets.UTF_8))));
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .allMatch(line -> line.contains("\"frames\":2"));
        assertSeen(1);
    }

    @Test
    void aListenerTakesNoMoreConnectionsThanItIsTold() throws Exception {
        Peer quiet =
                new Peer(new PeerLines(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8)));
        Multiaddr anywhere = Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
        CountDownLatch taken = new CountDownLatch(1);
        try (Host small = quiet.listen(
                        List.of(anywhere), Optional.empty(), false, HostLimits.DEFAULTS.withConnections(1));
                Host first = Host.builder().start()) {
            small.addListener(new HostListener() {
                @Override
                public void connected(Connection connection) {
                    taken.countDown();
                }
            });
            first.connect(small.addresses().getFirst());
            taken.await();
            assertThat(runAt(small.addresses().getFirst().toString(), "ping", ""))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "3000000, 0, 1", "0, 3000000, 2", "700001, 300001, 3"})
    void bytesGoBothWays(long upload, long download, int parallel) throws IOException {
        assertThat(runAt(to(), "perf", "--upload " + upload + " --download " + download + " --parallel " + parallel))
                .as(shell.printed())
                .isZero();
        JsonNode line = line();
        assertThat(line.get("event").asText()).isEqualTo("perf");
        assertThat(line.get("uploaded").asLong()).isEqualTo(upload * parallel);
        assertThat(line.get("downloaded").asLong()).isEqualTo(download * parallel);
        assertThat(line.get("mbytesPerSecond").asDouble()).isNotNegative();
    }

    @Test
    void aDownloadThatEndsEarlyIsAFailure() throws IOException {
        listener.setStreamHandler("/perf/1.0.0", stream -> {
            stream.input().skipNBytes(8);
            stream.output().write(new byte[99]);
            stream.output().flush();
        });
        assertThat(runAt(to(), "perf", "--download 100")).isEqualTo(1);
        assertThat(line().get("message").asText()).isEqualTo("99 bytes came where 100 were asked for");
    }

    @ParameterizedTest
    @CsvSource({"20, 1", "20, 4", "1, 3"})
    void noConnectionIsUsedForTwoHandshakes(int count, int parallel) throws Exception {
        assertThat(runAt(to(), "handshakes", "--count " + count + " --parallel " + parallel))
                .isZero();
        JsonNode line = line();
        assertThat(line.get("event").asText()).isEqualTo("handshakes");
        assertThat(line.get("count").asInt()).isEqualTo(count);
        assertThat(line.get("perSecond").asDouble()).isPositive();
        assertThat(line.get("p99us").asLong())
                .isGreaterThanOrEqualTo(line.get("p50us").asLong())
                .isPositive();
        assertSeen(count);
    }

    private void assertSeen(int count) throws InterruptedException {
        assertThat(connections.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(connections.availablePermits()).isZero();
    }

    @Test
    void idleConnectionsStandToTheEnd() throws Exception {
        assertThat(runAt(to(), "idle", "--count 5 --seconds 0")).isZero();
        List<String> lines = shell.printed().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).isEqualTo("{\"event\":\"standing\",\"count\":5}");
        JsonNode line = new ObjectMapper().readTree(lines.getLast());
        assertThat(line.get("event").asText()).isEqualTo("idle");
        assertThat(line.get("held").asInt()).isEqualTo(5);
        assertSeen(5);
    }

    @Test
    void whereNoIdleConnectionStandsToTheEndThatIsAFailure() throws IOException {
        AtomicInteger standing = new AtomicInteger();
        listener.addListener(new HostListener() {
            @Override
            public void connected(Connection connection) {
                if (standing.incrementAndGet() == 2) {
                    listener.connections().forEach(Connection::close);
                }
            }
        });
        assertThat(runAt(to(), "idle", "--count 2 --seconds 3600")).isEqualTo(1);
        JsonNode last =
                new ObjectMapper().readTree(shell.printed().lines().toList().getLast());
        assertThat(last.get("event").asText()).isEqualTo("error");
        assertThat(last.get("message").asText()).startsWith("no connection of 2 stood to the end");
    }

    @Test
    void aPeerIsReachedOverARelay() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Peer peer = new Peer(new PeerLines(new PrintStream(said, true, StandardCharsets.UTF_8)));
        try (Host behind = peer.listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"), Optional.empty(), false)) {
            peer.reserve(behind, Multiaddr.parse(to()));
            peer.sayReserved(behind, Multiaddr.parse(to()));
            JsonNode reserved = new ObjectMapper().readTree(said.toString(StandardCharsets.UTF_8));
            assertThat(reserved.get("event").asText()).isEqualTo("reserved");
            assertThat(reserved.get("relay").asText()).isEqualTo(listener.id().toString());
            String circuit = reserved.get("addrs").get(0).asText();
            assertThat(circuit).isEqualTo(to() + "/p2p-circuit/p2p/" + behind.id());
            assertThat(runAt(circuit, "echo", "--count 3")).isZero();
            assertThat(line().get("halfClose").asBoolean()).isTrue();
        }
    }

    @Test
    void aRelayThatIsNotThereIsALineAndAFailure() throws IOException {
        String relay = to();
        listener.close();
        assertThat(run("listen", "--via-relay", relay)).isEqualTo(1);
        assertThat(line().get("event").asText()).isEqualTo("error");
    }

    @Test
    void aPeerThatIsNotThereIsALineAndAFailure() throws IOException {
        String to = to();
        listener.close();
        assertThat(run("ping", "--to", to)).isEqualTo(1);
        assertThat(line().get("event").asText()).isEqualTo("error");
        assertThat(line().get("message").asText())
                .contains(listener.id().toString(), Multiaddr.parse(to).withoutPeer() + ": Connection refused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    peer                                                    | ./rios peer does one of listen, ping,
                    peer sing                                               | ./rios peer does one of listen, ping,
                    peer ping                                               | --to says whom to dial
                    peer ping ping                                          | does not know what to do with "ping"
                    peer ping --unknown                                     | has no option --unknown
                    peer ping --to here                                     | --to must be an address: an address begins
                    peer ping --to /ip4/127.0.0.1/tcp/1                     | --to must end with the peer
                    peer ping --to TO --count x                             | --count must be 1 to 999999999, was "x"
                    peer ping --to TO --count 0                             | --count must be 1 to 999999999, was "0"
                    peer ping --to TO --count 1000000000                    | --count must be 1 to 999999999, was "1
                    peer ping --to TO --count 99999999999999999999          | --count must be 1 to 999999999, was "9
                    peer ping --to TO --security ssl                        | --security must be noise or tls, was "ssl"
                    peer ping --to QUIC --security tls                      | --security is for TCP and relays
                    peer ping --to TO --quic                                | ./rios peer ping has no option --quic
                    peer identify --to TO --count 2                         | ./rios peer identify has no option --count
                    peer echo --to TO --size 67108865                       | --size must be 0 to 67108864, was "67108865"
                    peer echo --to TO --count 0                             | --count must be 1 to 999999999, was "0"
                    peer echo --to TO --parallel 1025                       | --parallel must be 1 to 1024, was "1025"
                    peer echo --to TO --upload 1                            | ./rios peer echo has no option --upload
                    peer perf --to TO --upload 1000000000000                | --upload must be 0 to 999999999999, was "1
                    peer perf --to TO --parallel 0                          | --parallel must be 1 to 1024, was "0"
                    peer perf --to TO --size 1                              | ./rios peer perf has no option --size
                    peer handshakes --to TO --count 0                       | --count must be 1 to 999999999, was "0"
                    peer handshakes --to TO --seconds 1                     | ./rios peer handshakes has no option --sec
                    peer idle --to TO --count 1025                          | --count must be 1 to 1024, was "1025"
                    peer idle --to TO --seconds -1                          | --seconds must be 0 to 999999999, was "-1"
                    peer idle --to TO --by-line                             | ./rios peer idle has no option --by-line
                    peer provide --key word                                 | --bootstrap says which peers
                    peer provide --bootstrap TO                             | --key says which text
                    peer provide --bootstrap TO --key word --relay          | ./rios peer provide has no option --relay
                    peer find --bootstrap TO,here --key word                | --bootstrap must be an address
                    peer find --bootstrap TO --key word --dht-prefix rios   | --dht-prefix must be such as /rios
                    peer find --bootstrap TO --key word --dht-mode both     | --dht-mode must be server or client
                    peer find --bootstrap TO --key word --count 0           | --count must be 1 to 999999999, was "0"
                    peer find --bootstrap TO --key word --tcp 127.0.0.1:0   | ./rios peer find has no option --tcp
                    peer listen --to TO                                     | ./rios peer listen has no option --to
                    peer listen --connections 0                             | --connections must be 1 to 999999999, was
                    peer listen --bootstrap TO                              | --bootstrap is for a network
                    peer listen --dht-prefix /x                             | --dht-prefix is for a network
                    peer listen --tcp here                                  | --tcp must be an address and a port
                    peer listen --tcp localhost:0                           | --tcp must be an address and a port
                    peer listen --tcp 999.1.1.1:0                           | --tcp must be an address and a port
                    peer listen --tcp [::1:0                                | --tcp must be an address and a port
                    peer listen --tcp 127.0.0.1:65536                       | --tcp must be an address and a port
                    peer listen --via-relay here                            | --via-relay must be an address
                    peer listen --via-relay /ip4/127.0.0.1/tcp/1            | --via-relay must end with the peer
                    peer listen --via-relay TO/p2p-circuit/p2p/PEER         | --via-relay must be the relay's own address
                    """)
    void whatIsNotUnderstoodIsALineAndMisuseThatSaysWhy(String command, String words) throws IOException {
        String quic = "/ip4/127.0.0.1/udp/1/quic-v1/p2p/" + listener.id();
        String understood = command.replace("TO", to())
                .replace("QUIC", quic)
                .replace("PEER", listener.id().toString());
        assertThat(shell.run(folder, understood.split(" "))).isEqualTo(2);
        assertThat(line().get("event").asText()).isEqualTo("error");
        assertThat(line().get("message").asText()).contains(words);
        assertThat(shell.complained()).isEmpty();
    }

    @Test
    void theOneSecurityProtocolThatIsWantedIsSpoken() throws IOException {
        PeerLines quiet = new PeerLines(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try (Host strict = new Peer(quiet, Security.TLS)
                .listen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"), Optional.empty(), false)) {
            String there = strict.addresses().getFirst().toString();
            assertThat(runAt(there, "echo", "--security tls")).isZero();
            assertThat(runAt(there, "echo", "")).isZero();
            assertThat(runAt(there, "echo", "--security noise")).isEqualTo(1);
            assertThat(line().get("message").asText()).contains(strict.id().toString());
        }
    }

    @Test
    void whoHasNoTcpDialsNoneEither() throws IOException {
        PeerLines quiet = new PeerLines(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try (Host host =
                new Peer(quiet).listen(Multiaddr.parse("/ip4/127.0.0.1/udp/0/quic-v1"), Optional.empty(), false)) {
            assertThatThrownBy(() -> host.connect(to())).hasMessageContaining("of no transport that this host has");
        }
    }

    @Test
    void theHelpHasOneColumnOfOptionsAndOneOfWhatTheyMean() {
        assertThat(shell.run(folder, "help", "peer")).isZero();
        List<String> lines = shell.printed().lines().toList();
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("  "));
        int column = lines.stream()
                .filter(line -> line.startsWith("  --quic"))
                .mapToInt(line -> line.indexOf("listen:"))
                .findFirst()
                .orElseThrow();
        assertThat(lines.stream().filter(line -> line.startsWith("  --") || line.startsWith("   ")))
                .allMatch(line -> line.charAt(column) != ' ' && line.startsWith("  ", column - 2));
        assertThat(lines).allMatch(line -> line.length() <= 130);
    }

    @Test
    void theHelpNamesWhatAPeerDoes() {
        assertThat(shell.run(folder, "help", "peer")).isZero();
        assertThat(shell.printed())
                .contains(
                        "listen",
                        "ping",
                        "identify",
                        "echo",
                        "perf",
                        "handshakes",
                        "idle",
                        "provide",
                        "find",
                        "--upload BYTES");
    }
}
