package ai.rios.projections.views;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds a key, part by part. Confined to one thread. See the package for the layout. */
final class ViewKey {
    static final byte TENANT = 's';
    static final byte DEPLOYMENT = 'd';
    static final byte HISTORY = 'h';
    static final byte GRAVE = 'g';
    static final byte UNTOLD = 'z';
    static final byte OPERATION = 'o';
    static final byte REQUEST = 'r';
    static final byte AGE = 'x';
    static final byte TALLY = 'q';
    static final byte MARK = 'm';
    static final byte MILESTONE = 'k';

    private byte[] bytes = new byte[96];
    private int length;

    private ViewKey(byte view) {
        bytes[length++] = view;
    }

    static ViewKey of(byte view) {
        return new ViewKey(view);
    }

    static byte[] tenant(String tenant) {
        return of(TENANT).last(tenant);
    }

    static byte[] tally(String tenant) {
        return of(TALLY).last(tenant);
    }

    static byte[] deployment(String tenant, String id) {
        return of(DEPLOYMENT).text(tenant).last(id);
    }

    static byte[] untold(String tenant, String id) {
        return of(UNTOLD).text(tenant).last(id);
    }

    static ViewKey history(String tenant, String id) {
        return of(HISTORY).text(tenant).text(id);
    }

    static ViewKey milestone(String tenant, String id) {
        return of(MILESTONE).text(tenant).text(id);
    }

    static byte[] grave(long deletedAtMs, String tenant, String id) {
        return of(GRAVE).number(deletedAtMs).text(tenant).last(id);
    }

    static byte[] operation(String tenant, String operation) {
        return of(OPERATION).text(tenant).last(operation);
    }

    /** Adds a text that another part follows. */
    ViewKey text(String text) {
        append(text.getBytes(StandardCharsets.UTF_8));
        append(new byte[] {0});
        return this;
    }

    /** Adds a number from 0. */
    ViewKey number(long value) {
        byte[] eight = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            eight[i] = (byte) (value >>> (8 * (Long.BYTES - 1 - i)));
        }
        append(eight);
        return this;
    }

    /** Adds the last text and gives the key. */
    byte[] last(String text) {
        append(text.getBytes(StandardCharsets.UTF_8));
        return bytes();
    }

    /** The key so far, which is also the first key that can start with it. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** The end of all keys that start with the parts so far; the last part is a text that {@link #text} added, or the view. */
    byte[] end() {
        byte[] end = bytes();
        end[length - 1]++;
        return end;
    }

    /** What stands after the view's byte, of a key with one text. */
    static String textOf(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    private void append(byte[] part) {
        if (length + part.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + part.length));
        }
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
    }
}
