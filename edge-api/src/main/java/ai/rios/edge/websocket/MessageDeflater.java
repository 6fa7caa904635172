package ai.rios.edge.websocket;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Deflates whole messages as RFC 7692, section 7.2.1 wants them: flushed to a byte boundary, the four bytes of the flush
 * left off.
 *
 * <p>The JDK's deflater always has a window of 32 KB. A smaller one, where the client asked for it, is kept to by a full
 * flush after each window's worth of input: matches never reach behind such a flush.
 */
final class MessageDeflater {
    private static final int TAIL_BYTES = 4;

    private MessageDeflater() {}

    static NativePool<Deflater> pool(int maxIdle, int level) {
        return new NativePool<>(maxIdle, () -> new Deflater(level, true), Deflater::reset, Deflater::end);
    }

    /**
     * The compressed form of a message of one byte or more.
     *
     * @param deflater in its first state, or, with context takeover, as the message before left it
     * @param windowBits 8 to 15
     */
    static byte[] deflate(Deflater deflater, byte[] data, int offset, int length, int windowBits) {
        boolean fullWindow = windowBits == DeflateAgreement.LARGEST_WINDOW_BITS;
        int step = fullWindow ? length : 1 << windowBits;
        Output output = new Output(length);
        for (int at = 0; at < length; at += step) {
            deflater.setInput(data, offset + at, Math.min(step, length - at));
            output.drain(deflater, fullWindow ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH);
        }
        return output.withoutTail();
    }

    private static final class Output {
        private byte[] bytes;
        private int length;

        private Output(int inputLength) {
            bytes = new byte[64 + inputLength / 2];
        }

        private void drain(Deflater deflater, int flush) {
            // A call that leaves room in the array has flushed everything (zlib's rule for avail_out).
            while (true) {
                length += deflater.deflate(bytes, length, bytes.length - length, flush);
                if (length < bytes.length) {
                    return;
                }
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
        }

        private byte[] withoutTail() {
            return Arrays.copyOf(bytes, length - TAIL_BYTES);
        }
    }
}
