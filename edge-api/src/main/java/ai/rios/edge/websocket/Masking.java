package ai.rios.edge.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The masking of RFC 6455, section 5.3: an exclusive or with a four-byte key, its own inverse. Thread-safe. */
final class Masking {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Masking() {}

    /**
     * Masks or unmasks in place, eight bytes at a time: at 16 KB a message this loop is most of the work of an echo.
     *
     * @param key the key's four bytes, the first in the highest bits
     * @param phase how many payload bytes of this frame came before {@code offset}
     */
    static void apply(byte[] data, int offset, int length, int key, long phase) {
        int turned = Integer.rotateLeft(key, (int) (phase & 3) * Byte.SIZE);
        long wide = ((long) turned << Integer.SIZE) | Integer.toUnsignedLong(turned);
        int at = offset;
        int end = offset + length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            LONGS.set(data, at, (long) LONGS.get(data, at) ^ wide);
        }
        for (int i = 0; at < end; at++, i++) {
            data[at] ^= (byte) (turned >>> (24 - (i & 3) * Byte.SIZE));
        }
    }
}
