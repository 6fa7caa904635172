package ai.rios.libp2p.security.noise;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.security.OpeningInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decrypts frame by frame. Confined to the reading thread. */
final class FrameOpener implements OpeningInput.Opener {
    private final FrameInput frames;
    private final Aead aead;
    private byte[] plain = {};

    FrameOpener(FrameInput frames, Aead aead) {
        this.frames = frames;
        this.aead = aead;
    }

    @Override
    public boolean isReady() {
        return frames.isReady();
    }

    @Override
    public @Nullable ByteBuffer open() throws IOException {
        if (!frames.next(FrameInput.MAX_BODY)) {
            return null;
        }
        int length = frames.bodyLength() - Aead.TAG_BYTES;
        if (length < 0) {
            throw new HandshakeException("a frame of " + frames.bodyLength() + " bytes has no room for its tag");
        }
        if (plain.length < length) {
            plain = new byte[length];
        }
        aead.decrypt(frames.buffer(), frames.bodyFrom(), frames.bodyLength(), plain, 0);
        return ByteBuffer.wrap(plain, 0, length);
    }
}
