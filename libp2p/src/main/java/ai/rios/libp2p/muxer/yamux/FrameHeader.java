package ai.rios.libp2p.muxer.yamux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The 12 bytes before a payload. Immutable.
 *
 * @param flags any of the constants here; other bits mean nothing and are kept
 * @param stream an unsigned 32 bit number; 0 is the connection
 * @param length an unsigned 32 bit number, whose meaning is the type's
 */
record FrameHeader(FrameType type, int flags, long stream, long length) {
    static final int BYTES = 12;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Reads the 12 bytes at {@code at}. */
    static FrameHeader decode(byte[] bytes, int at) throws YamuxViolation {
        if (bytes[at] != 0) {
            throw new YamuxViolation("unknown version " + Byte.toUnsignedInt(bytes[at]));
        }
        return new FrameHeader(
                FrameType.of(Byte.toUnsignedInt(bytes[at + 1])),
                Short.toUnsignedInt((short) SHORTS.get(bytes, at + 2)),
                Integer.toUnsignedLong((int) INTS.get(bytes, at + 4)),
                Integer.toUnsignedLong((int) INTS.get(bytes, at + 8)));
    }

    /** Writes the 12 bytes at {@code at}. */
    void encode(byte[] bytes, int at) {
        bytes[at] = 0;
        bytes[at + 1] = (byte) type.number();
        SHORTS.set(bytes, at + 2, (short) flags);
        INTS.set(bytes, at + 4, (int) stream);
        INTS.set(bytes, at + 8, (int) length);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
