package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.PublicKey;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.security.Handshake;
import ai.rios.libp2p.security.SealedChannel;
import ai.rios.libp2p.security.SecureChannel;
import ai.rios.libp2p.security.SecurityProtocol;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Noise as libp2p speaks it, for one identity. Its static key is made here and never stored; what vouches for it is signed
 * once. Thread-safe.
 */
public final class Noise implements SecurityProtocol {
    /** Its name in negotiations. */
    public static final String ID = "/noise";

    /** A frame of the handshake, at most; those of other implementations have 216 bytes at most. */
    private static final int MAX_HANDSHAKE_BODY = 4_096;

    private static final byte[] NO_PROLOGUE = {};
    private static final byte[] NO_PAYLOAD = {};

    private final AgreementKey staticKey;
    private final Supplier<AgreementKey> ephemeralKeys;
    private final List<String> muxers;
    private final byte[] payload;

    /**
     * Handshakes of this identity.
     *
     * @param muxers to agree on within the handshake, the best first; empty leaves that to a negotiation. Peers of
     *     js-libp2p choose by the other end's list, so name one alone where they should agree.
     */
    public Noise(PrivateKey identity, List<String> muxers, SecureRandom random) {
        this(identity, muxers, AgreementKey.generate(random), () -> AgreementKey.generate(random));
    }

    /** The same with keys that are given. */
    Noise(PrivateKey identity, List<String> muxers, AgreementKey staticKey, Supplier<AgreementKey> ephemeralKeys) {
        this.staticKey = staticKey;
        this.ephemeralKeys = ephemeralKeys;
        this.muxers = List.copyOf(muxers);
        this.payload =
                HandshakePayload.sign(identity, staticKey.publicKey(), muxers).encode();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public SecureChannel secure(Duplex raw, Direction direction, Optional<PeerId> expected) throws IOException {
        return Handshake.over(raw, () -> shakeHands(raw, direction, expected));
    }

    private SecureChannel shakeHands(Duplex raw, Direction direction, Optional<PeerId> expected) throws IOException {
        FrameInput in = new FrameInput(raw.input());
        OutputStream out = raw.output();
        XXHandshake handshake = new XXHandshake(direction, NO_PROLOGUE, staticKey, ephemeralKeys.get());
        HandshakePayload other = switch (direction) {
            case OUTBOUND -> {
                send(out, handshake.write(NO_PAYLOAD));
                HandshakePayload responder = check(handshake, handshake.read(receive(in)), expected);
                agreed(muxers, responder.muxers()); // before the responder learns who asks
                send(out, handshake.write(payload));
                yield responder;
            }
            case INBOUND -> {
                if (handshake.read(receive(in)).length > 0) {
                    throw new HandshakeException("the first message has a payload");
                }
                send(out, handshake.write(payload));
                yield check(handshake, handshake.read(receive(in)), expected);
            }
        };
        Optional<String> muxer = switch (direction) {
            case OUTBOUND -> agreed(muxers, other.muxers());
            case INBOUND -> agreed(other.muxers(), muxers);
        };
        XXHandshake.Keys keys = handshake.finish();
        return new SealedChannel(
                raw,
                new FrameOpener(in, keys.receiving()),
                new FrameSealer(keys.sending()),
                FrameSealer.FULL,
                other.identity(),
                muxer);
    }

    private static byte[] receive(FrameInput in) throws IOException {
        if (!in.next(MAX_HANDSHAKE_BODY)) {
            throw new HandshakeException("the other end left within the handshake");
        }
        return in.body();
    }

    private static void send(OutputStream out, byte[] message) throws IOException {
        byte[] frame = new byte[2 + message.length];
        frame[0] = (byte) (message.length >>> 8);
        frame[1] = (byte) message.length;
        System.arraycopy(message, 0, frame, 2, message.length);
        out.write(frame);
        out.flush();
    }

    private static HandshakePayload check(XXHandshake handshake, byte[] payload, Optional<PeerId> expected)
            throws HandshakeException {
        HandshakePayload other = HandshakePayload.decode(payload);
        if (!other.vouchesFor(handshake.theirStatic())) {
            throw new HandshakeException("the other end's signature is wrong");
        }
        PublicKey identity = other.identity();
        if (expected.isPresent() && !expected.get().equals(PeerId.of(identity))) {
            throw new HandshakeException("peer " + PeerId.of(identity) + " is there, and not " + expected.get());
        }
        return other;
    }

    /** The initiator's best that the responder has too; empty when one of them names none. */
    private static Optional<String> agreed(List<String> initiator, List<String> responder) throws HandshakeException {
        if (initiator.isEmpty() || responder.isEmpty()) {
            return Optional.empty();
        }
        for (String muxer : initiator) {
            if (responder.contains(muxer)) {
                return Optional.of(muxer);
            }
        }
        throw new HandshakeException("no muxer in common: " + initiator + " and " + responder);
    }
}
