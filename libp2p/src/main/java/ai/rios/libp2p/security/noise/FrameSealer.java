package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.security.SealingOutput;

/** Encrypts frame by frame. Confined to the writing thread. */
final class FrameSealer implements SealingOutput.Sealer {
    /** Payload of a full frame: the cipher is at its best near 16 KiB, and a muxer's frame of 16 KiB has headers before it. */
    static final int FULL = 16 * 1024 + 64;

    private static final int LENGTH_BYTES = 2;

    private final Aead aead;

    FrameSealer(Aead aead) {
        this.aead = aead;
    }

    @Override
    public int room(int length) {
        return LENGTH_BYTES + length + Aead.TAG_BYTES;
    }

    @Override
    public int seal(byte[] source, int offset, int length, byte[] target, int at) throws HandshakeException {
        int body = length + Aead.TAG_BYTES;
        target[at] = (byte) (body >>> 8);
        target[at + 1] = (byte) body;
        aead.encrypt(source, offset, length, target, at + LENGTH_BYTES);
        return LENGTH_BYTES + body;
    }
}
