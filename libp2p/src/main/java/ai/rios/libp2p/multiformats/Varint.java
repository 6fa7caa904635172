package ai.rios.libp2p.multiformats;

import ai.rios.libp2p.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Unsigned varints: seven bits a byte, the least significant first, all bytes but the last with their highest bit set. At
 * most 9 bytes, so 0 to 2^63 - 1, and in one way only: no zero byte at the end (multiformats/unsigned-varint). Stateless.
 */
public final class Varint {
    /** Bytes of one varint, at most. */
    public static final int LONGEST = 9;

    private static final int MORE = 0x80;

    private Varint() {}

    /** How many bytes {@code value} takes, 1 to 9. */
    public static int size(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(checked(value)) + 6) / 7);
    }

    /**
     * The bytes of {@code value}.
     *
     * @param value 0 or more
     */
    public static byte[] encode(long value) {
        byte[] bytes = new byte[size(value)];
        write(value, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Appends {@code value}, 0 or more, to {@code out}. */
    public static void write(long value, ByteArrayOutputStream out) {
        out.writeBytes(encode(value));
    }

    /** Puts {@code value}, 0 or more, into {@code out}, which has room for it. */
    public static void write(long value, ByteBuffer out) {
        long rest = checked(value);
        while (rest >= MORE) {
            out.put((byte) (rest | MORE));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    /**
     * Takes one varint off {@code in}.
     *
     * @throws MalformedException when there is none, it is cut short, longer than 9 bytes, or not the shortest form
     */
    public static long read(ByteBuffer in) {
        Reader reader = new Reader();
        while (in.hasRemaining()) {
            if (reader.take(in.get())) {
                return reader.value();
            }
        }
        throw new MalformedException("a varint is cut short");
    }

    /**
     * Takes one varint off {@code in} that must not be more than {@code most}.
     *
     * @param what it is, for the message
     * @throws MalformedException when it is more, or no varint
     */
    static int readAtMost(ByteBuffer in, int most, String what) {
        long value = read(in);
        if (value > most) {
            throw new MalformedException(what + " is " + value + ", more than " + most);
        }
        return (int) value;
    }

    private static long checked(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a varint is 0 or more, not " + value);
        }
        return value;
    }

    /** A varint that comes byte by byte. Confined to the reading thread. */
    public static final class Reader {
        private long value;
        private int count;

        /** Nothing read yet. */
        public Reader() {}

        /**
         * Takes the next byte; true when it was the last one.
         *
         * @throws MalformedException when the varint is longer than 9 bytes or not the shortest form
         */
        public boolean take(byte next) {
            value |= (long) (next & 0x7f) << (7 * count);
            count++;
            if (next < 0) {
                if (count == LONGEST) {
                    throw new MalformedException("a varint is longer than " + LONGEST + " bytes");
                }
                return false;
            }
            if (next == 0 && count > 1) {
                throw new MalformedException("a varint is longer than it needs to be");
            }
            return true;
        }

        /** What has come. */
        public long value() {
            return value;
        }
    }
}
