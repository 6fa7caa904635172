package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.io.Direction;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pattern XX, message by message: both ends send their static keys, encrypted, the responder first. It knows no
 * identities and no sockets. Not thread-safe.
 */
final class XXHandshake {
    /** What a message carries or mixes in, in the words of Noise: e and s are sent, the others agree. */
    private enum Token {
        E,
        S,
        EE,
        ES,
        SE
    }

    private static final List<List<Token>> MESSAGES =
            List.of(List.of(Token.E), List.of(Token.E, Token.EE, Token.S, Token.ES), List.of(Token.S, Token.SE));

    private final SymmetricState state;
    private final boolean initiator;
    private final AgreementKey ourStatic;
    private final AgreementKey ourEphemeral;
    private byte @Nullable [] theirStatic;
    private byte @Nullable [] theirEphemeral;
    private int message;

    /**
     * Begins.
     *
     * @param direction this end's: the one that began is the initiator
     * @param ourEphemeral of this handshake alone; it is forgotten at its end
     */
    XXHandshake(Direction direction, byte[] prologue, AgreementKey ourStatic, AgreementKey ourEphemeral) {
        this.state = new SymmetricState(prologue);
        this.initiator = direction == Direction.OUTBOUND;
        this.ourStatic = ourStatic;
        this.ourEphemeral = ourEphemeral;
    }

    /** The next message, with this payload. */
    byte[] write(byte[] payload) throws HandshakeException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Token token : MESSAGES.get(message)) {
            switch (token) {
                case E -> {
                    out.writeBytes(ourEphemeral.publicKey());
                    state.mixHash(ourEphemeral.publicKey());
                }
                case S -> out.writeBytes(state.encryptAndHash(ourStatic.publicKey()));
                case EE, ES, SE -> state.mixKey(agree(token));
            }
        }
        out.writeBytes(state.encryptAndHash(payload));
        message++;
        return out.toByteArray();
    }

    /** Takes the other end's next message, and returns its payload. */
    byte[] read(byte[] received) throws HandshakeException {
        int at = 0;
        for (Token token : MESSAGES.get(message)) {
            switch (token) {
                case E -> {
                    theirEphemeral = part(received, at, AgreementKey.BYTES);
                    state.mixHash(theirEphemeral);
                    at += AgreementKey.BYTES;
                }
                case S -> {
                    int length = AgreementKey.BYTES + (state.hasKey() ? Aead.TAG_BYTES : 0);
                    theirStatic = state.decryptAndHash(part(received, at, length));
                    at += length;
                }
                case EE, ES, SE -> state.mixKey(agree(token));
            }
        }
        byte[] payload = state.decryptAndHash(part(received, at, received.length - at));
        message++;
        return payload;
    }

    private byte[] agree(Token token) throws HandshakeException {
        boolean withOurStatic = token == Token.SE ? initiator : token == Token.ES && !initiator;
        boolean withTheirStatic = token == Token.ES ? initiator : token == Token.SE && !initiator;
        byte[] theirs = withTheirStatic ? theirStatic : theirEphemeral;
        if (theirs == null) {
            throw new IllegalStateException(token + " before the key that it takes");
        }
        return (withOurStatic ? ourStatic : ourEphemeral).agree(theirs);
    }

    private static byte[] part(byte[] message, int at, int length) throws HandshakeException {
        if (length < 0 || message.length - at < length) {
            throw new HandshakeException("a handshake message of " + message.length + " bytes is cut short");
        }
        return Arrays.copyOfRange(message, at, at + length);
    }

    /** The other end's static key, once its message has been read. */
    byte[] theirStatic() {
        if (theirStatic == null) {
            throw new IllegalStateException("the other end's static key has not come yet");
        }
        return theirStatic.clone();
    }

    /** Names the handshake. */
    byte[] hash() {
        return state.hash();
    }

    /** The keys of both directions, after the last message. The ephemeral key is forgotten. */
    Keys finish() {
        if (message != MESSAGES.size()) {
            throw new IllegalStateException("the handshake is at message " + message);
        }
        ourEphemeral.forget();
        byte[][] keys = state.split();
        return initiator
                ? new Keys(new Aead(keys[0]), new Aead(keys[1]))
                : new Keys(new Aead(keys[1]), new Aead(keys[0]));
    }

    /** What this end encrypts and decrypts with. */
    record Keys(Aead sending, Aead receiving) {}
}
