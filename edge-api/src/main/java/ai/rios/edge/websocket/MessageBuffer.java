package ai.rios.edge.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gathers one message up to a limit. Grows with what has arrived, not with what was announced: a peer that promises a
 * megabyte and sends ten bytes holds ten bytes' worth of memory.
 *
 * <p>Confined to the thread that reads the connection.
 */
final class MessageBuffer {
    private static final int FIRST_BYTES = 256;
    private static final byte[] NOTHING = {};

    private final int limitBytes;
    private byte[] bytes = NOTHING;
    private int length;

    MessageBuffer(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    void append(byte[] data, int offset, int count) throws ProtocolViolation {
        if (count > limitBytes - length) {
            throw ProtocolViolation.tooBig(limitBytes);
        }
        if (count > bytes.length - length) {
            grow(length + count);
        }
        System.arraycopy(data, offset, bytes, length, count);
        length += count;
    }

    /**
     * Inflates what the inflater has into this buffer, at most to the limit.
     *
     * @return how many bytes came; 0 when it wants more input or is at its stream's end
     */
    int appendInflated(Inflater inflater) throws DataFormatException, ProtocolViolation {
        if (length == bytes.length) {
            // One byte of room over the limit tells "exactly full" from "too big".
            grow(Math.min(limitBytes + 1, length + FIRST_BYTES));
        }
        int count = inflater.inflate(bytes, length, bytes.length - length);
        length += count;
        if (length > limitBytes) {
            throw ProtocolViolation.tooBig(limitBytes);
        }
        return count;
    }

    String takeText() {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        clear();
        return text;
    }

    byte[] takeBinary() {
        byte[] data = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        clear();
        return data;
    }

    /** Lets the memory go: idle connections hold none. */
    void clear() {
        bytes = NOTHING;
        length = 0;
    }

    private void grow(int atLeast) {
        int doubled = (int) Math.min(limitBytes + 1L, Math.max(FIRST_BYTES, bytes.length * 2L));
        bytes = Arrays.copyOf(bytes, Math.max(atLeast, doubled));
    }
}
