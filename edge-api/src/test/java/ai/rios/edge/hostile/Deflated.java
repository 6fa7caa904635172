package ai.rios.edge.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Payloads as {@code permessage-deflate} has them (RFC 7692, 7.2.1): a flushed block without its last four bytes. */
final class Deflated {
    private static final int FLUSH_TAIL = 4;

    private Deflated() {}

    static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] of(byte[] plain) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(plain);
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] part = new byte[8_192];
            int length;
            do {
                length = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
                packed.write(part, 0, length);
            } while (length == part.length);
            byte[] whole = packed.toByteArray();
            return Arrays.copyOf(whole, whole.length - FLUSH_TAIL);
        }
    }
}
