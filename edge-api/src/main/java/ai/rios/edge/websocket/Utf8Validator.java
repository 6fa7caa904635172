package ai.rios.edge.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 as it arrives, piece by piece, so that a bad byte ends the connection at once and not at the end of a
 * long message. Well-formed is what Unicode's table 3-7 allows: no overlong forms, no surrogates, nothing over U+10FFFF.
 *
 * <p>Confined to the thread that reads the connection.
 */
final class Utf8Validator {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int LOWEST_TRAIL = 0x80;
    private static final int HIGHEST_TRAIL = 0xBF;

    /** Trail bytes still missing of the character begun; its next byte must lie in {@code low..high}. */
    private int missing;

    private int low = LOWEST_TRAIL;
    private int high = HIGHEST_TRAIL;

    /** Takes the next bytes; false as soon as they cannot be part of any UTF-8 text. */
    boolean accept(byte[] data, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (missing == 0) {
                at = skipAscii(data, at, end);
                if (at == end) {
                    return true;
                }
            }
            int value = data[at++] & 0xFF;
            if (missing == 0 ? !lead(value) : !trail(value)) {
                return false;
            }
        }
        return true;
    }

    /** True when no character is left half-way. */
    boolean isComplete() {
        return missing == 0;
    }

    /** Forgets everything, for the next message. */
    void reset() {
        missing = 0;
        low = LOWEST_TRAIL;
        high = HIGHEST_TRAIL;
    }

    private static int skipAscii(byte[] data, int from, int end) {
        int at = from;
        while (at <= end - Long.BYTES && ((long) LONGS.get(data, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && data[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean trail(int value) {
        boolean good = value >= low && value <= high;
        low = LOWEST_TRAIL;
        high = HIGHEST_TRAIL;
        missing--;
        return good;
    }

    private boolean lead(int value) {
        if (value < 0xC2 || value > 0xF4) {
            return false;
        }
        if (value < 0xE0) {
            missing = 1;
        } else if (value < 0xF0) {
            missing = 2;
            low = value == 0xE0 ? 0xA0 : LOWEST_TRAIL;
            high = value == 0xED ? 0x9F : HIGHEST_TRAIL;
        } else {
            missing = 3;
            low = value == 0xF0 ? 0x90 : LOWEST_TRAIL;
            high = value == 0xF4 ? 0x8F : HIGHEST_TRAIL;
        }
        return true;
    }
}
