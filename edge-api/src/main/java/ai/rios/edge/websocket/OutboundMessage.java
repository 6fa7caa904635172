package ai.rios.edge.websocket;

import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A message to send, encoded once however many connections it goes to: make one, hand it to many sessions.
 *
 * <p>Thread-safe; its content never changes.
 */
public final class OutboundMessage {
    private final Opcode opcode;
    private final byte[] frame;
    private final int headBytes;
    /** Written once under this object's lock, read without it: a reader sees either nothing or the whole array. */
    private volatile byte @Nullable [] deflatedFrame;

    private OutboundMessage(Opcode opcode, byte[] payload) {
        this.opcode = opcode;
        this.frame = FrameEncoder.encode(opcode, false, payload, payload.length);
        this.headBytes = FrameEncoder.headBytes(payload.length);
    }

    /** A text message; a lone surrogate is sent as a question mark. */
    public static OutboundMessage text(String text) {
        return new OutboundMessage(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A text message of bytes that the caller knows to be UTF-8; they are copied. */
    public static OutboundMessage utf8(byte[] text) {
        return new OutboundMessage(Opcode.TEXT, text);
    }

    /** A binary message; the bytes are copied. */
    public static OutboundMessage binary(byte[] data) {
        return new OutboundMessage(Opcode.BINARY, data);
    }

    /** The length of the message itself, without frame and compression. */
    public int payloadBytes() {
        return frame.length - headBytes;
    }

    /** The frame, uncompressed; shared, not to be changed. */
    byte[] frame() {
        return frame;
    }

    /** The frame for connections that take messages deflated on their own; shared, made at first use. */
    byte[] deflatedFrame(NativePool<Deflater> pool) {
        byte[] known = deflatedFrame;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            byte[] made = deflatedFrame;
            if (made == null) {
                made = deflateAlone(pool, DeflateAgreement.LARGEST_WINDOW_BITS);
                deflatedFrame = made;
            }
            return made;
        }
    }

    /** Deflated with nothing before it; the plain frame where that is no smaller. */
    byte[] deflateAlone(NativePool<Deflater> pool, int windowBits) {
        Deflater deflater = pool.borrow();
        try {
            byte[] deflated = deflate(deflater, windowBits);
            return deflated.length < frame.length ? deflated : frame;
        } finally {
            pool.giveBack(deflater);
        }
    }

    /** Deflated as the next message of a stream that the deflater remembers. */
    byte[] deflate(Deflater deflater, int windowBits) {
        byte[] payload = MessageDeflater.deflate(deflater, frame, headBytes, payloadBytes(), windowBits);
        return FrameEncoder.encode(opcode, true, payload, payload.length);
    }
}
