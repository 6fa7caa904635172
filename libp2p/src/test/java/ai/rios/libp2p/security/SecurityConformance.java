package ai.rios.libp2p.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.PairedDuplex;
import ai.rios.libp2p.io.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every secure channel has to do, whatever its bytes look like. A protocol passes it by a subclass that makes it. */
@Timeout(120)
public abstract class SecurityConformance {
    private static final PrivateKey ALICE = key(1);
    private static final PrivateKey BOB = key(2);
    private static final PrivateKey EVE = key(3);

    private final PairedDuplex.Pair pair = PairedDuplex.pair();

    /** The protocol for this identity, which names these muxers in the handshake. */
    protected abstract SecurityProtocol protocol(PrivateKey identity, List<String> muxers);

    /**
     * Whether a change of the byte at this position of a handshake, or of a message, is noticed. Where it is not, it means
     * nothing.
     */
    protected boolean counts(int position) {
        return position >= 0;
    }

    // --- who is there ---

    @Test
    void bothEndsLearnWhoTheOtherIs() throws Exception {
        Channels channels = connect();
        assertThat(channels.dialer.remotePeer()).isEqualTo(PeerId.of(BOB.publicKey()));
        assertThat(channels.dialer.remoteKey()).isEqualTo(BOB.publicKey());
        assertThat(channels.listener.remotePeer()).isEqualTo(PeerId.of(ALICE.publicKey()));
        assertThat(channels.listener.remoteKey()).isEqualTo(ALICE.publicKey());
    }

    @Test
    void theExpectedPeerIsTaken() throws Exception {
        Channels channels =
                connect(protocol(ALICE, List.of()), protocol(BOB, List.of()), Optional.of(PeerId.of(BOB.publicKey())));
        assertThat(channels.dialer.remotePeer()).isEqualTo(PeerId.of(BOB.publicKey()));
    }

    @Test
    void anotherPeerThanTheDialerExpectedIsRefused() throws Exception {
        Task<SecureChannel> listening = listen(protocol(BOB, List.of()), Optional.empty());
        assertThatThrownBy(() -> dial(protocol(ALICE, List.of()), Optional.of(PeerId.of(EVE.publicKey()))))
                .isInstanceOf(HandshakeException.class);
        assertThat(pair.dialer().isClosed()).isTrue();
        assertThatThrownBy(() -> listening.result().input().read()).isInstanceOf(IOException.class);
    }

    @Test
    void anotherPeerThanTheListenerExpectedIsRefused() throws Exception {
        Task<SecureChannel> listening = listen(protocol(BOB, List.of()), Optional.of(PeerId.of(EVE.publicKey())));
        Task<Integer> dialing = Task.of(
                () -> dial(protocol(ALICE, List.of()), Optional.empty()).input().read());
        assertThatThrownBy(listening::result).isInstanceOf(HandshakeException.class);
        assertThat(pair.listener().isClosed()).isTrue();
        assertThat(endOf(dialing)).isTrue();
    }

    @Test
    void aProtocolServesManyConnectionsAtTheSameTime() throws Exception {
        SecurityProtocol alice = protocol(ALICE, List.of());
        SecurityProtocol bob = protocol(BOB, List.of());
        List<Task<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            PairedDuplex.Pair own = PairedDuplex.pair();
            Task<Void> dialing = Task.of(() ->
                    send(alice.secure(own.dialer(), Direction.OUTBOUND, Optional.empty()), new byte[] {(byte) number}));
            answers.add(Task.of(() -> {
                SecureChannel listener = bob.secure(own.listener(), Direction.INBOUND, Optional.empty());
                dialing.result();
                return listener.input().read();
            }));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(answers.get(i).result()).isEqualTo(i);
        }
    }

    // --- muxers ---

    @Test
    void aMuxerThatBothNameIsAgreedOn() throws Exception {
        Channels channels = connect(List.of("/yamux/1.0.0"), List.of("/yamux/1.0.0"));
        assertThat(channels.dialer.muxer()).contains("/yamux/1.0.0");
        assertThat(channels.listener.muxer()).contains("/yamux/1.0.0");
    }

    @Test
    void theDialersBestThatTheListenerHasIsAgreedOn() throws Exception {
        Channels channels = connect(List.of("/a", "/b", "/c"), List.of("/c", "/b", "/d"));
        assertThat(channels.dialer.muxer()).contains("/b");
        assertThat(channels.listener.muxer()).contains("/b");
    }

    @Test
    void whereOneNamesNoneItIsLeftToBeNegotiated() throws Exception {
        Channels channels = connect(List.of("/yamux/1.0.0"), List.of());
        assertThat(channels.dialer.muxer()).isEmpty();
        assertThat(channels.listener.muxer()).isEmpty();
    }

    // --- bytes ---

    @ParameterizedTest
    @ValueSource(ints = {1, 16_447, 16_448, 16_449, 65_519, 65_520, 200_000, 3_000_000})
    void whatIsWrittenIsReadBothWays(int size) throws Exception {
        Channels channels = connect();
        Task<Void> there = Task.of(() -> send(channels.dialer, bytes(size, 1)));
        Task<Void> back = Task.of(() -> send(channels.listener, bytes(size, 2)));
        Task<byte[]> atDialer = Task.of(() -> channels.dialer.input().readNBytes(size));
        assertThat(channels.listener.input().readNBytes(size)).isEqualTo(bytes(size, 1));
        assertThat(atDialer.result()).isEqualTo(bytes(size, 2));
        there.result();
        back.result();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void bytesArriveInOrderHoweverTheyAreWrittenAndRead(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Channels channels = connect();
        byte[] message = bytes(random.nextInt(300_000), seed);
        SplittableRandom writing = random.split();
        Task<Void> writer = Task.of(() -> {
            OutputStream out = channels.dialer.output();
            for (int at = 0; at < message.length; ) {
                int length = Math.min(message.length - at, writing.nextInt(1 + writing.nextInt(1, 50_000)));
                out.write(message, at, length);
                at += length;
                if (writing.nextBoolean()) {
                    out.flush();
                }
            }
            out.flush();
            return null;
        });
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        InputStream in = channels.listener.input();
        byte[] buffer = new byte[1 + random.nextInt(30_000)];
        while (read.size() < message.length) {
            int length = in.read(buffer, 0, 1 + random.nextInt(buffer.length));
            assertThat(length).isPositive();
            read.write(buffer, 0, length);
        }
        writer.result();
        assertThat(read.toByteArray()).isEqualTo(message);
    }

    @Test
    void nothingIsSentBeforeItIsFlushed() throws Exception {
        Channels channels = connect();
        AtomicInteger writes = new AtomicInteger();
        pair.dialer().onWrite(bytes -> {
            writes.incrementAndGet();
            return bytes;
        });
        for (int i = 0; i < 1_000; i++) {
            channels.dialer.output().write(i);
        }
        assertThat(writes).hasValue(0);
        channels.dialer.output().flush();
        assertThat(writes).hasValue(1);
        assertThat(channels.listener.input().readNBytes(1_000)).hasSize(1_000);
    }

    @Test
    void nothingCanBeReadOnTheWay() throws Exception {
        Channels channels = connect();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        pair.dialer().onWrite(bytes -> {
            wire.writeBytes(bytes);
            return bytes;
        });
        byte[] secret = "a sentence that nobody on the way can read".getBytes(StandardCharsets.US_ASCII);
        send(channels.dialer, secret);
        assertThat(channels.listener.input().readNBytes(secret.length)).isEqualTo(secret);
        assertThat(wire.toString(StandardCharsets.ISO_8859_1)).isNotEmpty().doesNotContain("sentence");
    }

    // --- ends ---

    @Test
    void theInputEndsAfterAllBytesWhenTheOtherEndCloses() throws Exception {
        Channels channels = connect();
        send(channels.dialer, bytes(100_000, 1));
        channels.dialer.close();
        channels.dialer.close();
        assertThat(channels.listener.input().readNBytes(100_000)).isEqualTo(bytes(100_000, 1));
        assertThat(channels.listener.input().read()).isEqualTo(-1);
        assertThat(channels.listener.input().read()).isEqualTo(-1);
    }

    @Test
    void closingFreesAReaderAndAWriterThatWait() throws Exception {
        Channels channels = connect();
        Task<Integer> reading = Task.of(() -> channels.dialer.input().read());
        Task<Void> writing = Task.of(() -> send(channels.dialer, new byte[10_000_000]));
        reading.awaitWaiting();
        writing.awaitWaiting();
        channels.dialer.close();
        assertThat(endOf(reading)).isTrue();
        assertThatThrownBy(writing::result).isInstanceOf(IOException.class);
    }

    @Test
    void aConnectionThatIsCutWithinAMessageIsNoOrderlyEnd() throws Exception {
        Channels channels = connect();
        pair.dialer().onWrite(bytes -> Arrays.copyOf(bytes, bytes.length - 1));
        send(channels.dialer, bytes(1_000, 1));
        pair.dialer().closeWrite();
        assertThatThrownBy(() -> channels.listener.input().readAllBytes()).isInstanceOf(HandshakeException.class);
        assertThat(pair.listener().isClosed()).isTrue();
    }

    // --- somebody on the way ---

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whereABitOfTheHandshakeIsChangedNoByteGetsThrough(long seed) throws Exception {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        PairedDuplex changed = random.nextBoolean() ? pair.dialer() : pair.listener();
        changed.onWrite(flip(random, 180)::apply);
        // When
        Task<Boolean> listening = Task.of(() -> talks(protocol(BOB, List.of()), pair.listener(), Direction.INBOUND));
        Task<Boolean> dialing = Task.of(() -> talks(protocol(ALICE, List.of()), pair.dialer(), Direction.OUTBOUND));
        leaveWhoWaitsForEver(listening, dialing);
        // Then
        assertThat(listening.result()).isFalse();
        assertThat(dialing.result()).isFalse();
    }

    /** Whether the handshake came to an end, and a byte to this one. */
    private static boolean talks(SecurityProtocol protocol, PairedDuplex raw, Direction direction) {
        try {
            SecureChannel channel = protocol.secure(raw, direction, Optional.empty());
            send(channel, new byte[] {1});
            return channel.input().read() >= 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** Where a length is changed, both ends wait for more, until their deadlines: here, until both do nothing else. */
    private void leaveWhoWaitsForEver(Task<?> one, Task<?> other) {
        int[] seen = {0};
        Task.until("both are done, or wait", () -> {
            seen[0] = one.isWaitingOrDone() && other.isWaitingOrDone() ? seen[0] + 1 : 0;
            return seen[0] > 20;
        });
        pair.dialer().close();
        pair.listener().close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aBitThatIsChangedLaterFailsTheNextRead(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Channels channels = connect();
        send(channels.dialer, new byte[] {1});
        assertThat(channels.listener.input().read()).isEqualTo(1);
        pair.dialer().onWrite(flip(random, 100)::apply);
        send(channels.dialer, bytes(100, 2));
        pair.dialer().closeWrite();
        assertThatThrownBy(() -> channels.listener.input().read()).isInstanceOf(HandshakeException.class);
        assertThat(pair.listener().isClosed()).isTrue();
    }

    @Test
    void whatIsSentAgainOnTheWayFailsTheNextRead() throws Exception {
        Channels channels = connect();
        pair.dialer().onWrite(bytes -> {
            byte[] twice = Arrays.copyOf(bytes, 2 * bytes.length);
            System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
            return twice;
        });
        send(channels.dialer, bytes(100, 2));
        assertThat(channels.listener.input().readNBytes(100)).isEqualTo(bytes(100, 2));
        assertThatThrownBy(() -> channels.listener.input().read()).isInstanceOf(HandshakeException.class);
    }

    @Test
    void whatIsLostOnTheWayFailsTheNextRead() throws Exception {
        Channels channels = connect();
        AtomicInteger writes = new AtomicInteger();
        pair.dialer().onWrite(bytes -> writes.getAndIncrement() == 0 ? lost() : bytes);
        send(channels.dialer, bytes(100, 1));
        send(channels.dialer, bytes(100, 2));
        assertThatThrownBy(() -> channels.listener.input().read()).isInstanceOf(HandshakeException.class);
    }

    @Test
    void whatOneEndSaidIsNotTakenFromTheOther() throws Exception {
        // Given what the dialer sends comes back to it
        Channels channels = connect();
        pair.dialer().onWrite(bytes -> {
            try {
                pair.listener().output().write(bytes);
                return lost();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        // When
        send(channels.dialer, bytes(100, 1));
        // Then
        assertThatThrownBy(() -> channels.dialer.input().read()).isInstanceOf(HandshakeException.class);
    }

    private static byte @Nullable [] lost() {
        return null;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anythingAtAllInsteadOfAHandshakeIsRefused(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Direction direction = random.nextBoolean() ? Direction.INBOUND : Direction.OUTBOUND;
        Task<SecureChannel> attacked = Task.of(
                () -> protocol(BOB, List.of("/yamux/1.0.0")).secure(pair.listener(), direction, Optional.empty()));
        pair.dialer().output().write(bytes(random.nextInt(1, 3_000), seed));
        pair.dialer().closeWrite();
        assertThatThrownBy(attacked::result).isInstanceOf(HandshakeException.class);
        assertThat(pair.listener().isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aPeerThatSaysNothingIsLeftByClosingWhatIsBelow(Direction direction) {
        Task<SecureChannel> waiting =
                Task.of(() -> protocol(BOB, List.of()).secure(pair.listener(), direction, Optional.empty()));
        waiting.awaitWaiting();
        pair.listener().close();
        assertThatThrownBy(waiting::result).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aPeerThatLeavesWithinTheHandshakeFailsIt(Direction direction) {
        Task<SecureChannel> waiting =
                Task.of(() -> protocol(BOB, List.of()).secure(pair.listener(), direction, Optional.empty()));
        pair.dialer().closeWrite();
        assertThatThrownBy(waiting::result).isInstanceOf(HandshakeException.class);
        assertThat(pair.listener().isClosed()).isTrue();
    }

    /** What random cases are made of. */
    protected static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    // --- helpers ---

    /** Both ends of one secured connection. */
    private record Channels(SecureChannel dialer, SecureChannel listener) {}

    private Channels connect() throws Exception {
        return connect(List.of(), List.of());
    }

    private Channels connect(List<String> dialers, List<String> listeners) throws Exception {
        return connect(protocol(ALICE, dialers), protocol(BOB, listeners), Optional.empty());
    }

    private Channels connect(SecurityProtocol alice, SecurityProtocol bob, Optional<PeerId> expected) throws Exception {
        Task<SecureChannel> listening = listen(bob, Optional.empty());
        return new Channels(dial(alice, expected), listening.result());
    }

    private Task<SecureChannel> listen(SecurityProtocol bob, Optional<PeerId> expected) {
        return Task.of(() -> bob.secure(pair.listener(), Direction.INBOUND, expected));
    }

    private SecureChannel dial(SecurityProtocol alice, Optional<PeerId> expected) throws IOException {
        return alice.secure(pair.dialer(), Direction.OUTBOUND, expected);
    }

    private static Void send(SecureChannel channel, byte[] bytes) throws IOException {
        channel.output().write(bytes);
        channel.output().flush();
        return null;
    }

    /** Whether a read came to the end of the input, or failed as one does that is cut. */
    private static boolean endOf(Task<Integer> reading) throws Exception {
        try {
            return reading.result() < 0;
        } catch (IOException _) {
            return true;
        }
    }

    private static PrivateKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return PrivateKey.ofSeed(seed);
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private Flip flip(SplittableRandom random, int bound) {
        int position = random.nextInt(bound);
        while (!counts(position)) {
            position = random.nextInt(bound);
        }
        return new Flip(position, 1 << random.nextInt(8));
    }

    /** Changes some bits of one byte of all that is written. */
    private static final class Flip {
        private final int position;
        private final int bits;
        private int written;

        Flip(int position, int bits) {
            this.position = position;
            this.bits = bits;
        }

        byte[] apply(byte[] bytes) {
            byte[] changed = bytes.clone();
            int at = position - written;
            if (at >= 0 && at < bytes.length) {
                changed[at] ^= (byte) bits;
            }
            written += bytes.length;
            return changed;
        }
    }
}
