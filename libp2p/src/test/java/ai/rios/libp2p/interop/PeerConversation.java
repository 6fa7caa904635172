package ai.rios.libp2p.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerRecord;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import ai.rios.libp2p.host.HostLimits;
import ai.rios.libp2p.identify.Identify;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.multiformats.Varint;
import ai.rios.libp2p.ping.Ping;
import ai.rios.libp2p.transport.tcp.TcpLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is spoken with another implementation, in both directions; a subclass says with which, and over what. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PeerConversation {
    /** Times of a busy machine, as their peers have them too. */
    private static final HostLimits HOST = new HostLimits(
            1_024, 4, 16, 256, 64, Duration.ofSeconds(60), Duration.ofSeconds(120), 8, Duration.ofSeconds(2));

    private static final TcpLimits TCP = new TcpLimits(Duration.ofSeconds(60), Duration.ofSeconds(60), 64, 8, 5, 20);

    @RegisterExtension
    final Matrix matrix;

    private final Implementation them;
    private final List<String> flags;

    /** Set before the first test. */
    @SuppressWarnings("NullAway.Init")
    private Host host;

    /**
     * A conversation.
     *
     * @param table of the documentation that its rows go to
     * @param them the other implementation
     * @param flags for its peer
     */
    PeerConversation(String table, Implementation them, String... flags) {
        this.matrix = new Matrix(table);
        this.them = them;
        this.flags = List.of(flags);
    }

    /** A host of ours, which listens where they dial it. */
    abstract HostBuilder ours();

    @BeforeAll
    @Timeout(1_000)
    final void build() throws IOException, InterruptedException {
        them.build();
        matrix.versions(them.versions());
        host = ours().limits(HOST)
                .limits(TCP)
                .agentVersion("rios-libp2p/interop")
                .protocolVersion("interop/1.0.0")
                .start();
        host.setStreamHandler(EchoFrames.ID, new HandlerOptions(128, false), EchoFrames::serve);
    }

    @AfterAll
    final void close() {
        if (host != null) {
            host.close();
        }
    }

    private ForeignPeer start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(flags);
        return them.start(all.toArray(String[]::new));
    }

    private String address() {
        return host.addresses().getFirst().toString();
    }

    @Test
    void theyPingUs() throws Exception {
        try (ForeignPeer peer = start("ping", "--to", address(), "--count", "3")) {
            for (int count = 0; count < 3; count++) {
                assertThat(peer.line("ping")).contains("\"us\":");
            }
            assertThat(peer.exitStatus()).isZero();
        }
    }

    @Test
    void theyIdentifyUs() throws Exception {
        try (ForeignPeer peer = start("identify", "--to", address())) {
            String line = peer.line("identify");
            assertThat(ForeignPeer.text(line, "agent")).isEqualTo("rios-libp2p/interop");
            assertThat(ForeignPeer.text(line, "protocolVersion")).isEqualTo("interop/1.0.0");
            assertThat(line).contains(EchoFrames.ID, Ping.ID, Identify.ID, Identify.PUSH_ID);
            assertThat(ForeignPeer.text(line, "listenAddrs"))
                    .isEqualTo(host.addresses().getFirst().withoutPeer().toString());
            assertThat(peer.exitStatus()).isZero();
        }
    }

    @ParameterizedTest(name = "{0} bytes, {1} times, {2} streams")
    @CsvSource({"0, 3, 1", "1, 3, 1", "1048576, 3, 1", "67108864, 1, 1", "1000, 10, 100"})
    void theyEchoThroughUs(String size, String count, String parallel) throws Exception {
        try (ForeignPeer peer =
                start("echo", "--to", address(), "--size", size, "--count", count, "--parallel", parallel)) {
            assertThat(peer.line("echo")).contains("\"ok\":true", "\"halfClose\":true");
            assertThat(peer.exitStatus()).isZero();
        }
    }

    @Test
    void wePingAndIdentifyThem() throws Exception {
        try (ForeignPeer peer = start("listen")) {
            Connection connection = connect(peer);
            for (int stream = 0; stream < 3; stream++) {
                try (Ping ping = host.ping(connection)) {
                    for (int count = 0; count < pingsAStream(); count++) {
                        assertThat(ping.ping()).isPositive();
                    }
                }
            }
            IdentifyMessage told = host.identify(connection);
            assertThat(told.agentVersion().orElse("")).startsWith(them.agent());
            assertThat(told.protocols()).contains(EchoFrames.ID, Ping.ID, Identify.ID);
            assertThat(told.record().map(PeerRecord::peer))
                    .isEqualTo(them.record() ? Optional.of(connection.remotePeer()) : Optional.empty());
            assertThat(told.observedAddress()).contains(connection.localAddress());
            assertThat(told.addresses()).contains(connection.remoteAddress());
        }
    }

    private Connection connect(ForeignPeer peer) throws IOException {
        return host.connect(peer.listening());
    }

    @ParameterizedTest(name = "{0} bytes, {1} times, {2} streams")
    @CsvSource({"0, 3, 1", "1, 3, 1", "1048576, 3, 1", "67108864, 1, 1", "1000, 10, 100"})
    void weEchoThroughThem(int size, int count, int parallel) throws Exception {
        try (ForeignPeer peer = start("listen");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Connection connection = connect(peer);
            // js takes ten streams, and no more, before a connection has told who it is.
            host.identify(connection);
            byte[] body = new byte[size];
            new SplittableRandom(size).nextBytes(body);
            List<Callable<Void>> calls = new ArrayList<>();
            for (int at = 0; at < parallel; at++) {
                calls.add(() -> echo(connection, body, count, threads));
            }
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        }
    }

    private static Void echo(Connection connection, byte[] body, int count, ExecutorService threads) throws Exception {
        try (Stream stream = connection.newStream(EchoFrames.ID)) {
            for (int at = 0; at < count; at++) {
                Future<Void> sent = threads.submit(() -> {
                    OutputStream out = stream.output();
                    out.write(Varint.encode(body.length));
                    out.write(body);
                    out.flush();
                    return null;
                });
                assertThat(Arrays.equals(stream.readFrame(EchoFrames.LONGEST), body))
                        .isTrue();
                sent.get();
            }
            stream.closeWrite();
            assertThat(stream.input().read()).as("they close too").isEqualTo(-1);
        }
        return null;
    }

    @Test
    void aResetByThemIsSeenAndAnUnknownProtocolRefused() throws Exception {
        try (ForeignPeer peer = start("listen")) {
            Connection connection = connect(peer);
            assertReset(connection, "/rios/reset/1.0.0");
            assertThatThrownBy(() -> connection.newStream("/not/known")).isInstanceOf(NegotiationException.class);
            // The connection is as good as before.
            echoOnce(connection);
        }
    }

    /** That they end a stream of this protocol by a reset, which may come before or after the protocol is agreed on. */
    void assertReset(Connection connection, String protocol) {
        assertThatThrownBy(() -> connection.newStream(protocol).input().read())
                .isInstanceOf(StreamResetException.class);
    }

    /** How many pings on the same stream they answer. */
    int pingsAStream() {
        return 3;
    }

    private static void echoOnce(Connection connection) throws IOException {
        try (Stream stream = connection.newStream(EchoFrames.ID)) {
            stream.writeFrame(new byte[] {1});
            assertThat(stream.readFrame(1)).containsExactly(1);
        }
    }
}
