package ai.rios.libp2p.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.PairedDuplex;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.security.OpeningInput;
import ai.rios.libp2p.security.SealingOutput;
import ai.rios.libp2p.security.SecureChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients and servers that speak TLS, and not as libp2p does. */
@Timeout(120)
final class TlsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final int PRE_SHARED_KEY = 41;
    private static final int SUPPORTED_VERSIONS = 43;

    private final PairedDuplex.Pair pair = PairedDuplex.pair();
    private final PrivateKey alice = PrivateKey.generate(RANDOM);
    private final PrivateKey bob = PrivateKey.generate(RANDOM);

    @Test
    void aClientThatDoesAllRightIsTaken() throws Exception {
        assertThat(meet(true, parameters -> {}).remotePeer()).isEqualTo(PeerId.of(alice.publicKey()));
    }

    @Test
    void aClientThatNamesNoProtocolIsRefused() {
        assertThatThrownBy(() -> meet(true, parameters -> parameters.setApplicationProtocols(new String[0])))
                .isInstanceOf(HandshakeException.class);
    }

    @Test
    void aClientThatNamesOtherProtocolsIsRefused() {
        assertThatThrownBy(() -> meet(true, parameters -> parameters.setApplicationProtocols(new String[] {"h2"})))
                .isInstanceOf(HandshakeException.class);
    }

    @Test
    void aClientOfAnOlderVersionIsRefused() {
        assertThatThrownBy(() -> meet(true, parameters -> parameters.setProtocols(new String[] {"TLSv1.2"})))
                .isInstanceOf(HandshakeException.class);
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        assertThatThrownBy(() -> meet(false, parameters -> {})).isInstanceOf(HandshakeException.class);
        assertThat(pair.listener().isClosed()).isTrue();
    }

    @Test
    void aCertificateThatIsNoMoreValidIsRefused() {
        Instant then = NOW.minusSeconds(36_500L * 24 * 3_600 + 1);
        Tls client = new Tls(alice, List.of(), RANDOM, InstantSource.fixed(then));
        Task<SecureChannel> dialing = Task.of(() -> client.secure(pair.dialer(), Direction.OUTBOUND, Optional.empty()));
        assertThatThrownBy(() -> tls(bob).secure(pair.listener(), Direction.INBOUND, Optional.empty()))
                .isInstanceOf(HandshakeException.class);
        assertThat(dialing.isDone() || pair.listener().isClosed()).isTrue();
    }

    @Test
    void newKeysInTheMidstChangeNothing() throws Exception {
        // Given
        Task<SecureChannel> listening =
                Task.of(() -> tls(bob).secure(pair.listener(), Direction.INBOUND, Optional.empty()));
        SSLEngine engine = client(true, parameters -> {});
        RecordSealer sealer = new RecordSealer(engine);
        OpeningInput input = shakeHands(engine, sealer);
        SecureChannel listener = listening.result();
        SealingOutput output = new SealingOutput(pair.dialer().output(), sealer, RecordSealer.FULL);
        for (int i = 0; i < 10; i++) {
            // When the client changes its keys, and asks the server to
            engine.beginHandshake();
            write(output, new byte[] {(byte) i});
            // Then
            assertThat(listener.input().read()).isEqualTo(i);
            write(listener.output(), new byte[] {(byte) (100 + i)});
            assertThat(input.read()).isEqualTo(100 + i);
        }
    }

    @ParameterizedTest(name = "{0} records are too many: {1}")
    @CsvSource({"32, false", "33, true"})
    void newKeysWithoutEndEndTheChannel(int records, boolean tooMany) throws Exception {
        // Given
        Task<SecureChannel> listening =
                Task.of(() -> tls(bob).secure(pair.listener(), Direction.INBOUND, Optional.empty()));
        SSLEngine engine = client(true, parameters -> {});
        RecordSealer sealer = new RecordSealer(engine);
        shakeHands(engine, sealer);
        SecureChannel listener = listening.result();
        // When nothing comes but new keys, each of which asks for new ones of the server's
        ByteBuffer flood = ByteBuffer.allocate(4 * sealer.room(0));
        for (int i = 0; i < records; i++) {
            engine.beginHandshake();
            sealer.wrapHandshake(flood);
        }
        int last = sealer.seal(new byte[] {7}, 0, 1, flood.array(), flood.position());
        pair.dialer().output().write(flood.array(), 0, flood.position() + last);
        // Then
        if (tooMany) {
            assertThatThrownBy(() -> listener.input().read()).isInstanceOf(HandshakeException.class);
            assertThat(pair.listener().isClosed()).isTrue();
        } else {
            assertThat(listener.input().read()).isEqualTo(7);
            write(listener.output(), new byte[] {8});
        }
    }

    @Test
    void whatHasNoRoomFailsTheWriterByAnExceptionThatItKnows() throws Exception {
        Task<SecureChannel> listening =
                Task.of(() -> tls(bob).secure(pair.listener(), Direction.INBOUND, Optional.empty()));
        SSLEngine engine = client(true, parameters -> {});
        RecordSealer sealer = new RecordSealer(engine);
        shakeHands(engine, sealer);
        assertThat(listening.result()).isNotNull();
        byte[] small = new byte[sealer.room(1) / 2];
        assertThatThrownBy(() -> sealer.seal(new byte[] {1}, 0, 1, small, 0)).isInstanceOf(HandshakeException.class);
    }

    @Test
    void aServerGivesNoTickets() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        pair.listener().onWrite(bytes -> {
            writes.incrementAndGet();
            return bytes;
        });
        Task<SecureChannel> listening =
                Task.of(() -> tls(bob).secure(pair.listener(), Direction.INBOUND, Optional.empty()));
        SSLEngine engine = client(true, parameters -> {});
        OpeningInput input = shakeHands(engine, new RecordSealer(engine));
        write(listening.result().output(), new byte[] {1});
        assertThat(input.read()).isEqualTo(1);
        assertThat(writes).as("its part of the handshake, and the byte").hasValue(2);
    }

    @Test
    void aClientOffersNoTicketThatItGot() throws Exception {
        Tls client = tls(alice);
        for (int connection = 0; connection < 2; connection++) {
            // Given a server of the JDK's own, which gives tickets
            PairedDuplex.Pair wire = PairedDuplex.pair();
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            wire.dialer().onWrite(bytes -> {
                sent.writeBytes(bytes);
                return bytes;
            });
            Task<Void> serving = Task.of(() -> serve(wire.listener()));
            // When
            SecureChannel channel = client.secure(wire.dialer(), Direction.OUTBOUND, Optional.empty());
            assertThat(channel.input().read()).isEqualTo(1);
            serving.result();
            // Then
            assertThat(extensions(sent.toByteArray()))
                    .contains(SUPPORTED_VERSIONS)
                    .doesNotContain(PRE_SHARED_KEY);
        }
    }

    private Void serve(PairedDuplex wire) throws Exception {
        KeyManager[] keys = {new TlsKeys(OwnCertificate.create(bob, RANDOM, NOW))};
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, new TrustManager[] {new TlsTrust(Optional.empty(), CLOCK)}, RANDOM);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"libp2p"});
        engine.setSSLParameters(parameters);
        RecordSealer sealer = new RecordSealer(engine);
        new TlsHandshake(engine, new RecordOpener(engine, wire.input()), sealer, wire.output()).run();
        return write(new SealingOutput(wire.output(), sealer, RecordSealer.FULL), new byte[] {1});
    }

    /** The types of the extensions in a client's first message. */
    private static List<Integer> extensions(byte[] sent) {
        ByteBuffer hello = ByteBuffer.wrap(sent);
        hello.position(5 + 4 + 2 + 32); // the record's head, the message's, version and random
        hello.position(hello.position() + 1 + Byte.toUnsignedInt(hello.get(hello.position())));
        hello.position(hello.position() + 2 + Short.toUnsignedInt(hello.getShort(hello.position())));
        hello.position(hello.position() + 1 + Byte.toUnsignedInt(hello.get(hello.position())));
        int length = Short.toUnsignedInt(hello.getShort());
        int end = hello.position() + length;
        List<Integer> types = new ArrayList<>();
        while (hello.position() < end) {
            types.add(Short.toUnsignedInt(hello.getShort()));
            int bytes = Short.toUnsignedInt(hello.getShort());
            hello.position(hello.position() + bytes);
        }
        return types;
    }

    /** A client of the JDK's, changed by the test, meets a server of ours. */
    private SecureChannel meet(boolean certified, Consumer<SSLParameters> change) throws Exception {
        Task<SecureChannel> server =
                Task.of(() -> tls(bob).secure(pair.listener(), Direction.INBOUND, Optional.empty()));
        Task<Void> client = Task.of(() -> {
            speak(certified, change);
            return null;
        });
        try {
            return server.result();
        } finally {
            pair.dialer().close();
            assertThat(client).isNotNull();
        }
    }

    private void speak(boolean certified, Consumer<SSLParameters> change) throws Exception {
        SSLEngine engine = client(certified, change);
        assertThat(shakeHands(engine, new RecordSealer(engine)).read()).isNegative();
    }

    private SSLEngine client(boolean certified, Consumer<SSLParameters> change) throws Exception {
        KeyManager[] keys = {new TlsKeys(OwnCertificate.create(alice, RANDOM, NOW))};
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                certified ? keys : new KeyManager[0],
                new TrustManager[] {new TlsTrust(Optional.empty(), CLOCK)},
                RANDOM);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(new String[] {"libp2p"});
        change.accept(parameters);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private OpeningInput shakeHands(SSLEngine engine, RecordSealer sealer) throws IOException {
        RecordOpener opener = new RecordOpener(engine, pair.dialer().input());
        new TlsHandshake(engine, opener, sealer, pair.dialer().output()).run();
        return new OpeningInput(opener, () -> {});
    }

    private static Void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return null;
    }

    private static Tls tls(PrivateKey identity) {
        return new Tls(identity, List.of(), RANDOM, CLOCK);
    }
}
