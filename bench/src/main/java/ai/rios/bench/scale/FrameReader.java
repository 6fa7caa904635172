package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import java.nio.ByteBuffer;

/**
 * Takes a server's WebSocket frames (RFC 6455, section 5.2) out of the bytes of one socket as they come: a first byte of end and opcode,
 * a second of length (126: two more bytes of it, 127: eight), unmasked. Keeps no more than one frame. Confined to one thread.
 */
final class FrameReader {
    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;

    private static final int LONGEST = 1 << 20;
    private static final int END = 0x80;
    private static final int OPCODE = 0x0F;
    private static final int LENGTH = 0x7F;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** What has come of a frame that is not whole, ready to be read. */
    private ByteBuffer rest = NOTHING;

    /** Takes whole frames; the payload is its own only until it returns. */
    interface Taker {
        void take(int opcode, ByteBuffer payload);
    }

    /** Takes what came, ready to be read; all of it is read when this returns. */
    void read(ByteBuffer came, Taker taker) {
        ByteBuffer bytes = joined(came);
        while (isWhole(bytes)) {
            int first = bytes.get();
            if ((first & END) == 0) {
                throw new BenchException("A message came in more frames than one.");
            }
            int length = length(bytes);
            ByteBuffer payload = bytes.slice(bytes.position(), length);
            bytes.position(bytes.position() + length);
            taker.take(first & OPCODE, payload);
        }
        rest = bytes.hasRemaining() ? copy(bytes) : NOTHING;
    }

    private ByteBuffer joined(ByteBuffer came) {
        if (!rest.hasRemaining()) {
            return came;
        }
        ByteBuffer both = ByteBuffer.allocate(rest.remaining() + came.remaining());
        return both.put(rest).put(came).flip();
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private static boolean isWhole(ByteBuffer bytes) {
        ByteBuffer look = bytes.duplicate();
        if (look.remaining() < 2) {
            return false;
        }
        int announced = look.get(look.position() + 1) & LENGTH;
        int head = announced == TWO_BYTES ? 4 : announced == EIGHT_BYTES ? 10 : 2;
        if (look.remaining() < head) {
            return false;
        }
        look.get();
        int length = length(look);
        return look.remaining() >= length;
    }

    /** Reads the length that the second byte begins. */
    private static int length(ByteBuffer bytes) {
        int announced = bytes.get() & LENGTH;
        long length = switch (announced) {
            case TWO_BYTES -> bytes.getShort() & 0xFFFF;
            case EIGHT_BYTES -> bytes.getLong();
            default -> announced;
        };
        if (length < 0 || length > LONGEST) {
            throw new BenchException("A frame announces " + length + " bytes.");
        }
        return (int) length;
    }

    /** A client's answer to a ping: the same payload, under a mask of zeros, which changes nothing. */
    static ByteBuffer pong(ByteBuffer payload) {
        int length = payload.remaining();
        return ByteBuffer.allocate(6 + length)
                .put((byte) (END | 0xA))
                .put((byte) (END | length))
                .putInt(0)
                .put(payload)
                .flip();
    }
}
