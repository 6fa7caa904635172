package ai.rios.libp2p.security.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.Vectors;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.PairedDuplex;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.protobuf.ProtoWriter;
import ai.rios.libp2p.security.OpeningInput;
import ai.rios.libp2p.security.SecureChannel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake of libp2p byte by byte, and peers that do it wrong. */
@Timeout(120)
final class NoiseTest {
    private static final List<String> YAMUX = List.of("/yamux/1.0.0");
    private static final byte[] NOTHING = {};

    private final PairedDuplex.Pair pair = PairedDuplex.pair();
    private final PrivateKey alice = Vectors.ed25519();
    private final PrivateKey bob = seed(0x11);

    // --- byte by byte ---

    @Test
    void theTranscriptOfAHandshakeIsSpokenByBothEnds() throws Exception {
        // Given
        ByteArrayOutputStream dialed = new ByteArrayOutputStream();
        ByteArrayOutputStream answered = new ByteArrayOutputStream();
        record(pair.dialer(), dialed);
        record(pair.listener(), answered);
        Noise initiator = new Noise(alice, YAMUX, NoiseVectors.key(1), () -> NoiseVectors.key(2));
        Noise responder = new Noise(bob, YAMUX, NoiseVectors.key(3), () -> NoiseVectors.key(4));
        // When
        Task<SecureChannel> listening =
                Task.of(() -> responder.secure(pair.listener(), Direction.INBOUND, Optional.empty()));
        SecureChannel dialer =
                initiator.secure(pair.dialer(), Direction.OUTBOUND, Optional.of(PeerId.of(bob.publicKey())));
        SecureChannel listener = listening.result();
        byte[] proposal =
                HexFormat.of().parseHex("132f6d756c746973747265616d2f312e302e300a0d2f79616d75782f312e302e300a");
        send(dialer, proposal);
        assertThat(listener.input().readNBytes(proposal.length)).isEqualTo(proposal);
        send(listener, proposal);
        assertThat(dialer.input().readNBytes(proposal.length)).isEqualTo(proposal);
        // Then
        assertThat(dialed.toByteArray())
                .isEqualTo(join("libp2p.frame.1", "libp2p.frame.3", "libp2p.transport.initiator"));
        assertThat(answered.toByteArray()).isEqualTo(join("libp2p.frame.2", "libp2p.transport.responder"));
        assertThat(dialer.muxer()).contains("/yamux/1.0.0");
        assertThat(listener.muxer()).contains("/yamux/1.0.0");
    }

    @Test
    void payloadsAreWrittenAsTheTranscriptHasThem() {
        assertThat(HandshakePayload.sign(alice, NoiseVectors.key(1).publicKey(), YAMUX)
                        .encode())
                .isEqualTo(NoiseVectors.bytes("libp2p.payload.initiator"));
        assertThat(HandshakePayload.sign(bob, NoiseVectors.key(3).publicKey(), YAMUX)
                        .encode())
                .isEqualTo(NoiseVectors.bytes("libp2p.payload.responder"));
    }

    @Test
    void fieldsThatAreNotKnownArePassedOver() throws Exception {
        byte[] known = HandshakePayload.sign(alice, NoiseVectors.key(1).publicKey(), YAMUX)
                .encode();
        byte[] more = new ProtoWriter().varint(3, 7).text(9, "later").toBytes();
        HandshakePayload read = HandshakePayload.decode(concat(known, more));
        assertThat(read.identity()).isEqualTo(alice.publicKey());
        assertThat(read.vouchesFor(NoiseVectors.key(1).publicKey())).isTrue();
        assertThat(read.muxers()).isEqualTo(YAMUX);
    }

    @Test
    void aHundredMuxersAreReadAndMoreCountAsNone() throws Exception {
        assertThat(muxersOf(100)).hasSize(100);
        assertThat(muxersOf(101)).isEmpty();
    }

    private List<String> muxersOf(int count) throws HandshakeException {
        byte[] bytes = HandshakePayload.sign(alice, NoiseVectors.key(1).publicKey(), Collections.nCopies(count, "/m"))
                .encode();
        return HandshakePayload.decode(bytes).muxers();
    }

    @Test
    void muxersWithoutOneInCommonFailBothEnds() {
        Task<SecureChannel> listening = Task.of(
                () -> noise(bob, List.of("/mplex/6.7.0")).secure(pair.listener(), Direction.INBOUND, Optional.empty()));
        assertThatThrownBy(() -> noise(alice, YAMUX).secure(pair.dialer(), Direction.OUTBOUND, Optional.empty()))
                .isInstanceOf(HandshakeException.class);
        assertThatThrownBy(listening::result).isInstanceOf(IOException.class);
    }

    // --- peers that do it wrong ---

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aSignatureOfAnotherStaticKeyIsRefused(Direction attacked) {
        byte[] payload = HandshakePayload.sign(alice, NoiseVectors.key(7).publicKey(), YAMUX)
                .encode();
        assertThatThrownBy(() -> attack(attacked, payload))
                .isInstanceOf(HandshakeException.class)
                .hasMessageContaining("signature");
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aSignatureByAnotherIdentityIsRefused(Direction attacked) {
        byte[] signature = seed(9).sign(concat(
                "noise-libp2p-static-key:".getBytes(StandardCharsets.US_ASCII),
                NoiseVectors.key(5).publicKey()));
        byte[] payload = new ProtoWriter()
                .bytes(1, alice.publicKey().encode())
                .bytes(2, signature)
                .toBytes();
        assertThatThrownBy(() -> attack(attacked, payload))
                .isInstanceOf(HandshakeException.class)
                .hasMessageContaining("signature");
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aPayloadWithoutSignatureIsRefused(Direction attacked) {
        byte[] payload = new ProtoWriter().bytes(1, alice.publicKey().encode()).toBytes();
        assertThatThrownBy(() -> attack(attacked, payload)).isInstanceOf(HandshakeException.class);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aPayloadWithoutIdentityIsRefused(Direction attacked) {
        assertThatThrownBy(() -> attack(attacked, NOTHING)).isInstanceOf(HandshakeException.class);
        assertThat((attacked == Direction.INBOUND ? pair.listener() : pair.dialer()).isClosed())
                .isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aPayloadThatIsDamagedIsRefusedAndNothingElseHappens(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] payload = HandshakePayload.sign(alice, NoiseVectors.key(5).publicKey(), List.of())
                .encode();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
        }
        byte[] damaged = random.nextBoolean() ? payload : Arrays.copyOf(payload, random.nextInt(payload.length));
        if (Arrays.equals(
                damaged,
                HandshakePayload.sign(alice, NoiseVectors.key(5).publicKey(), List.of())
                        .encode())) {
            return; // bits that were changed back
        }
        assertThatThrownBy(() -> attack(Direction.INBOUND, damaged)).isInstanceOf(HandshakeException.class);
    }

    @Test
    void aPeerThatDoesItRightIsTaken() throws Exception {
        byte[] payload = HandshakePayload.sign(alice, NoiseVectors.key(5).publicKey(), YAMUX)
                .encode();
        assertThat(attack(Direction.INBOUND, payload).remotePeer()).isEqualTo(PeerId.of(alice.publicKey()));
    }

    @Test
    void aKeyOfAnotherKindIsReadAndItsSignatureChecked() {
        byte[] payload = new ProtoWriter()
                .bytes(1, Vectors.key("secp256k1.public"))
                .bytes(2, new byte[70])
                .toBytes();
        assertThatThrownBy(() -> attack(Direction.INBOUND, payload)).hasMessageContaining("signature");
    }

    @Test
    void aHandshakeThatWasRecordedIsOfNoUseLater() throws Exception {
        // Given
        ByteArrayOutputStream recorded = new ByteArrayOutputStream();
        record(pair.dialer(), recorded);
        Task<SecureChannel> listening = listen();
        noise(alice, YAMUX).secure(pair.dialer(), Direction.OUTBOUND, Optional.empty());
        listening.result();
        // When
        PairedDuplex.Pair later = PairedDuplex.pair();
        Task<SecureChannel> replayed =
                Task.of(() -> noise(bob, YAMUX).secure(later.listener(), Direction.INBOUND, Optional.empty()));
        later.dialer().output().write(recorded.toByteArray());
        // Then
        assertThatThrownBy(replayed::result).isInstanceOf(HandshakeException.class);
    }

    @Test
    void framesWithoutPayloadArePassedOverUpToTheirBound() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        assertThat(opening(frames(OpeningInput.MOST_EMPTY, "a"), closed).read()).isEqualTo('a');
        OpeningInput input = opening(frames(OpeningInput.MOST_EMPTY + 1, "a"), closed);
        assertThatThrownBy(input::read).isInstanceOf(HandshakeException.class).hasMessageContaining("without payload");
        assertThat(closed).isTrue();
    }

    @Test
    void whatNeedNotBeWaitedForIsKnownBeforeItIsRead() throws Exception {
        byte[] frames = frames(1, "abc");
        OpeningInput input = opening(frames, new AtomicBoolean());
        assertThat(input.available()).isZero(); // since nothing was read off the channel
        assertThat(input.read()).isEqualTo('a');
        assertThat(input.available()).isEqualTo(2);
        assertThat(input.readNBytes(2)).isEqualTo(new byte[] {'b', 'c'});
        assertThat(input.available()).isZero();
    }

    @Test
    void aFrameThatIsHereIsOpenedToKnowItsLength() throws Exception {
        FrameSealer sealer = new FrameSealer(new Aead(new byte[32]));
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (String payload : List.of("a", "bcd")) {
            byte[] frame = new byte[sealer.room(payload.length())];
            sealer.seal(payload.getBytes(StandardCharsets.US_ASCII), 0, payload.length(), frame, 0);
            frames.write(frame);
        }
        OpeningInput input = opening(frames.toByteArray(), new AtomicBoolean());
        assertThat(input.read()).isEqualTo('a');
        assertThat(input.available()).isEqualTo(3);
        byte[] wrong = frames.toByteArray();
        wrong[wrong.length - 1] ^= 1;
        AtomicBoolean closed = new AtomicBoolean();
        OpeningInput changed = opening(wrong, closed);
        assertThat(changed.read()).isEqualTo('a');
        assertThatThrownBy(changed::available).isInstanceOf(HandshakeException.class);
        assertThat(closed).isTrue();
    }

    private static OpeningInput opening(byte[] frames, AtomicBoolean closed) {
        return new OpeningInput(
                new FrameOpener(new FrameInput(new ByteArrayInputStream(frames)), new Aead(new byte[32])),
                () -> closed.set(true));
    }

    private static byte[] frames(int empty, String last) throws HandshakeException {
        FrameSealer sealer = new FrameSealer(new Aead(new byte[32]));
        byte[] frames = new byte[sealer.room(0) * empty + sealer.room(last.length())];
        int at = 0;
        for (int count = 0; count < empty; count++) {
            at += sealer.seal(new byte[0], 0, 0, frames, at);
        }
        sealer.seal(last.getBytes(StandardCharsets.US_ASCII), 0, last.length(), frames, at);
        return frames;
    }

    @Test
    void aFirstMessageWithAPayloadIsRefused() throws Exception {
        Task<SecureChannel> listening = listen();
        pair.dialer()
                .output()
                .write(concat(new byte[] {0, 33}, concat(NoiseVectors.key(5).publicKey(), new byte[1])));
        assertThatThrownBy(listening::result)
                .isInstanceOf(HandshakeException.class)
                .hasMessageContaining("payload");
    }

    @ParameterizedTest
    @ValueSource(ints = {4_097, 65_535})
    void aHandshakeFrameThatIsTooLongIsRefusedByItsLengthAlone(int length) throws Exception {
        Task<SecureChannel> listening = listen();
        pair.dialer().output().write(new byte[] {(byte) (length >>> 8), (byte) length});
        assertThatThrownBy(listening::result).isInstanceOf(HandshakeException.class);
        assertThat(pair.listener().isClosed()).isTrue();
    }

    // --- after the handshake ---

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15})
    void aFrameWithoutRoomForItsTagIsRefused(int length) throws Exception {
        Talk talk = talk();
        byte[] frame = new byte[2 + length];
        frame[1] = (byte) length;
        pair.dialer().output().write(frame);
        assertThatThrownBy(() -> talk.channel.input().read()).isInstanceOf(HandshakeException.class);
    }

    @Test
    void framesWithoutPayloadArePassedOver() throws Exception {
        Talk talk = talk();
        for (int i = 0; i < 100; i++) {
            talk.send(NOTHING);
        }
        talk.send(new byte[] {42});
        assertThat(talk.channel.input().read()).isEqualTo(42);
    }

    @Test
    void theLongestFrameIsRead() throws Exception {
        Talk talk = talk();
        byte[] longest = new byte[65_519];
        new SplittableRandom(1).nextBytes(longest);
        Task<Void> sending = Task.of(() -> {
            talk.send(longest);
            talk.send(new byte[] {1});
            return null;
        });
        assertThat(talk.channel.input().readNBytes(65_519)).isEqualTo(longest);
        assertThat(talk.channel.input().read()).isEqualTo(1);
        sending.result();
    }

    @Test
    void framesMayComeByteByByte() throws Exception {
        Talk talk = talk();
        byte[] frame = talk.frame(new byte[] {1, 2, 3});
        for (byte single : frame) {
            pair.dialer().output().write(new byte[] {single});
        }
        assertThat(talk.channel.input().readNBytes(3)).containsExactly(1, 2, 3);
    }

    // --- helpers ---

    /** A peer with this payload meets one of ours, which is listener or dialer. */
    private SecureChannel attack(Direction attacked, byte[] payload) throws Exception {
        PairedDuplex ours = attacked == Direction.INBOUND ? pair.listener() : pair.dialer();
        PairedDuplex theirs = attacked == Direction.INBOUND ? pair.dialer() : pair.listener();
        Task<SecureChannel> victim = Task.of(() -> noise(bob, List.of()).secure(ours, attacked, Optional.empty()));
        speak(theirs, attacked, payload);
        return victim.result();
    }

    private static XXHandshake speak(PairedDuplex theirs, Direction attacked, byte[] payload) throws IOException {
        XXHandshake handshake = new XXHandshake(
                attacked == Direction.INBOUND ? Direction.OUTBOUND : Direction.INBOUND,
                NOTHING,
                NoiseVectors.key(5),
                NoiseVectors.key(6));
        if (attacked == Direction.INBOUND) {
            frame(theirs, handshake.write(NOTHING));
            handshake.read(next(theirs));
            frame(theirs, handshake.write(payload));
        } else {
            handshake.read(next(theirs));
            frame(theirs, handshake.write(payload));
        }
        return handshake;
    }

    private Task<SecureChannel> listen() {
        return Task.of(() -> noise(bob, YAMUX).secure(pair.listener(), Direction.INBOUND, Optional.empty()));
    }

    /** A peer that did the handshake right, and says what it likes from now on. */
    private Talk talk() throws Exception {
        Task<SecureChannel> listening = listen();
        byte[] payload = HandshakePayload.sign(alice, NoiseVectors.key(5).publicKey(), YAMUX)
                .encode();
        XXHandshake handshake = speak(pair.dialer(), Direction.INBOUND, payload);
        return new Talk(listening.result(), handshake.finish().sending());
    }

    private final class Talk {
        private final SecureChannel channel;
        private final Aead sending;

        Talk(SecureChannel channel, Aead sending) {
            this.channel = channel;
            this.sending = sending;
        }

        void send(byte[] payload) throws IOException {
            pair.dialer().output().write(frame(payload));
        }

        byte[] frame(byte[] payload) throws IOException {
            byte[] sealed = sending.encrypt(NOTHING, payload);
            return concat(new byte[] {(byte) (sealed.length >>> 8), (byte) sealed.length}, sealed);
        }
    }

    private static void frame(PairedDuplex end, byte[] message) throws IOException {
        end.output().write(concat(new byte[] {(byte) (message.length >>> 8), (byte) message.length}, message));
    }

    private static byte[] next(PairedDuplex end) throws IOException {
        byte[] length = end.input().readNBytes(2);
        return end.input().readNBytes(Byte.toUnsignedInt(length[0]) << 8 | Byte.toUnsignedInt(length[1]));
    }

    private static void send(SecureChannel channel, byte[] bytes) throws IOException {
        channel.output().write(bytes);
        channel.output().flush();
    }

    private static void record(PairedDuplex end, ByteArrayOutputStream wire) {
        end.onWrite(bytes -> {
            wire.writeBytes(bytes);
            return bytes;
        });
    }

    private static byte[] join(String... names) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (String name : names) {
            joined.writeBytes(NoiseVectors.bytes(name));
        }
        return joined.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    private static Noise noise(PrivateKey identity, List<String> muxers) {
        return new Noise(identity, muxers, new SecureRandom());
    }

    private static PrivateKey seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) value);
        return PrivateKey.ofSeed(seed);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }
}
