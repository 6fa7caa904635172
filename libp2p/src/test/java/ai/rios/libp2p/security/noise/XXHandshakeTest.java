package ai.rios.libp2p.security.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.io.Direction;
import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pattern against published vectors, and against noise-java. */
final class XXHandshakeTest {
    private static final byte[] NO_PROLOGUE = {};

    @ParameterizedTest
    @ValueSource(strings = {"cacophony", "snow"})
    void publishedVectorsAreSpokenByBothEnds(String vectors) throws Exception {
        byte[] prologue = NoiseVectors.bytes(vectors + ".prologue");
        XXHandshake initiator = new XXHandshake(
                Direction.OUTBOUND,
                prologue,
                NoiseVectors.key(vectors + ".init.static"),
                NoiseVectors.key(vectors + ".init.ephemeral"));
        XXHandshake responder = new XXHandshake(
                Direction.INBOUND,
                prologue,
                NoiseVectors.key(vectors + ".resp.static"),
                NoiseVectors.key(vectors + ".resp.ephemeral"));
        for (int i = 0; i < 3; i++) {
            byte[] payload = NoiseVectors.bytes(vectors + "." + i + ".payload");
            byte[] message = (i % 2 == 0 ? initiator : responder).write(payload);
            assertThat(message).isEqualTo(NoiseVectors.bytes(vectors + "." + i + ".ciphertext"));
            assertThat((i % 2 == 0 ? responder : initiator).read(message)).isEqualTo(payload);
        }
        if (NoiseVectors.has(vectors + ".hash")) {
            assertThat(initiator.hash()).isEqualTo(NoiseVectors.bytes(vectors + ".hash"));
            assertThat(responder.hash()).isEqualTo(NoiseVectors.bytes(vectors + ".hash"));
        }
        XXHandshake.Keys atInitiator = initiator.finish();
        XXHandshake.Keys atResponder = responder.finish();
        for (int i = 3; NoiseVectors.has(vectors + "." + i + ".payload"); i++) {
            XXHandshake.Keys from = i % 2 == 0 ? atInitiator : atResponder;
            XXHandshake.Keys to = i % 2 == 0 ? atResponder : atInitiator;
            byte[] payload = NoiseVectors.bytes(vectors + "." + i + ".payload");
            byte[] message = from.sending().encrypt(NO_PROLOGUE, payload);
            assertThat(message).isEqualTo(NoiseVectors.bytes(vectors + "." + i + ".ciphertext"));
            assertThat(to.receiving().decrypt(NO_PROLOGUE, message)).isEqualTo(payload);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noiseJavaUnderstandsUsAndWeUnderstandIt(long seed) throws Exception {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        boolean weBegin = random.nextBoolean();
        HandshakeState theirs = new HandshakeState(
                "Noise_XX_25519_ChaChaPoly_SHA256", weBegin ? HandshakeState.RESPONDER : HandshakeState.INITIATOR);
        theirs.getLocalKeyPair().generateKeyPair();
        theirs.setPrologue(NO_PROLOGUE, 0, 0);
        theirs.start();
        SecureRandom secure = new SecureRandom();
        XXHandshake ours = new XXHandshake(
                weBegin ? Direction.OUTBOUND : Direction.INBOUND,
                NO_PROLOGUE,
                AgreementKey.generate(secure),
                AgreementKey.generate(secure));
        // When
        boolean ourTurn = weBegin;
        for (int i = 0; i < 3; i++) {
            byte[] payload = randomBytes(random);
            if (ourTurn) {
                byte[] message = ours.write(payload);
                byte[] read = new byte[message.length];
                int length = theirs.readMessage(message, 0, message.length, read, 0);
                assertThat(Arrays.copyOf(read, length)).isEqualTo(payload);
            } else {
                byte[] message = new byte[payload.length + 200];
                int length = theirs.writeMessage(message, 0, payload, 0, payload.length);
                assertThat(ours.read(Arrays.copyOf(message, length))).isEqualTo(payload);
            }
            ourTurn = !ourTurn;
        }
        // Then
        assertThat(ours.hash()).isEqualTo(theirs.getHandshakeHash());
        XXHandshake.Keys keys = ours.finish();
        CipherStatePair pair = theirs.split();
        for (int i = 0; i < 5; i++) {
            byte[] payload = randomBytes(random);
            byte[] sealed = keys.sending().encrypt(NO_PROLOGUE, payload);
            byte[] read = new byte[sealed.length];
            int length = pair.getReceiver().decryptWithAd(null, sealed, 0, read, 0, sealed.length);
            assertThat(Arrays.copyOf(read, length)).isEqualTo(payload);
            byte[] written = new byte[payload.length + Aead.TAG_BYTES];
            pair.getSender().encryptWithAd(null, payload, 0, written, 0, payload.length);
            assertThat(keys.receiving().decrypt(NO_PROLOGUE, written)).isEqualTo(payload);
        }
    }

    @Test
    void aKeyOfSmallOrderIsRefused() {
        for (int low = 0; low <= 1; low++) {
            byte[] point = new byte[32];
            point[0] = (byte) low;
            XXHandshake responder =
                    new XXHandshake(Direction.INBOUND, NO_PROLOGUE, NoiseVectors.key(1), NoiseVectors.key(2));
            assertThatThrownBy(() -> {
                        responder.read(point);
                        responder.write(new byte[0]);
                    })
                    .isInstanceOf(HandshakeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31})
    void aFirstMessageThatIsCutShortIsRefused(int length) {
        XXHandshake responder =
                new XXHandshake(Direction.INBOUND, NO_PROLOGUE, NoiseVectors.key(1), NoiseVectors.key(2));
        assertThatThrownBy(() -> responder.read(new byte[length])).isInstanceOf(HandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 32, 79, 80, 95})
    void aSecondMessageThatIsCutShortIsRefused(int length) throws Exception {
        XXHandshake initiator =
                new XXHandshake(Direction.OUTBOUND, NO_PROLOGUE, NoiseVectors.key(1), NoiseVectors.key(2));
        XXHandshake responder =
                new XXHandshake(Direction.INBOUND, NO_PROLOGUE, NoiseVectors.key(3), NoiseVectors.key(4));
        responder.read(initiator.write(new byte[0]));
        byte[] second = responder.write(new byte[0]);
        assertThat(second).hasSize(96);
        assertThatThrownBy(() -> initiator.read(Arrays.copyOf(second, length))).isInstanceOf(HandshakeException.class);
    }

    @Test
    void noNumberOfAMessageComesAgain() throws Exception {
        byte[] key = new byte[32];
        Aead last = new Aead(key, -2);
        byte[] sealed = last.encrypt(NO_PROLOGUE, new byte[] {1});
        assertThat(new Aead(key, -2).decrypt(NO_PROLOGUE, sealed)).containsExactly(1);
        assertThatThrownBy(() -> last.encrypt(NO_PROLOGUE, new byte[] {1})).isInstanceOf(HandshakeException.class);
        assertThatThrownBy(() -> new Aead(key, -1).decrypt(NO_PROLOGUE, sealed)).isInstanceOf(HandshakeException.class);
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static byte[] randomBytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(2_000)];
        random.nextBytes(bytes);
        return bytes;
    }
}
