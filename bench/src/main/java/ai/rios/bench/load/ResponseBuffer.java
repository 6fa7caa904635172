package ai.rios.bench.load;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One HTTP/1.1 response as it arrives: finds its end by Content-Length or by chunks (RFC 9112, section 6) and nothing
 * more, so that the client takes little of the CPU that the server under test needs. Confined to one thread.
 */
final class ResponseBuffer {
    private static final int FIRST_CAPACITY = 4_096;
    private static final int LONGEST = 2 << 20;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int CHUNKED = -1;
    private static final int UNKNOWN = -2;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;
    private int headEnd;
    private int bodyLength = UNKNOWN;

    /**
     * Takes what the channel has.
     *
     * @return whether the response is complete
     * @throws BenchException when the peer closed the connection or the response is over 2 MiB
     */
    boolean readFrom(ReadableByteChannel channel) throws IOException {
        if (length == bytes.length) {
            if (length >= LONGEST) {
                throw new BenchException("A response is longer than " + LONGEST + " bytes.");
            }
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int read = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
        if (read < 0) {
            throw new BenchException("The server closed a connection in use.");
        }
        int seenBefore = length;
        length += read;
        return isComplete(seenBefore);
    }

    /** The three digits of the status line. */
    int status() {
        return (bytes[STATUS_AT] - '0') * 100 + (bytes[STATUS_AT + 1] - '0') * 10 + (bytes[STATUS_AT + 2] - '0');
    }

    /** The response as text. */
    String text() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The body as text, without the framing of chunks removed. */
    String body() {
        return new String(bytes, headEnd, length - headEnd, StandardCharsets.UTF_8);
    }

    /** Makes room for the next response. */
    void reset() {
        length = 0;
        headEnd = 0;
        bodyLength = UNKNOWN;
    }

    private boolean isComplete(int seenBefore) {
        if (bodyLength == UNKNOWN) {
            headEnd = endOf(HEAD_END, Math.max(0, seenBefore - HEAD_END.length));
            if (headEnd < 0) {
                return false;
            }
            bodyLength = announcedLength();
        }
        return bodyLength == CHUNKED ? chunksEnd() : length >= headEnd + bodyLength;
    }

    private int endOf(byte[] pattern, int from) {
        for (int at = from; at <= length - pattern.length; at++) {
            if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at + pattern.length;
            }
        }
        return -1;
    }

    private int announcedLength() {
        int status = status();
        if (status == 204 || status == 304) {
            return 0;
        }
        String head = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1);
        for (int line = head.indexOf("\r\n") + 2; line < headEnd - 2; line = head.indexOf("\r\n", line) + 2) {
            if (head.regionMatches(true, line, "content-length:", 0, 15)) {
                return Integer.parseInt(
                        head.substring(line + 15, head.indexOf("\r\n", line)).strip());
            }
            if (head.regionMatches(true, line, "transfer-encoding:", 0, 18)) {
                return CHUNKED;
            }
        }
        throw new BenchException("A response announces no length: " + head);
    }

    private boolean chunksEnd() {
        int at = headEnd;
        while (at < length) {
            int lineEnd = at;
            while (lineEnd < length && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            if (lineEnd == length) {
                return false;
            }
            int size = Integer.parseInt(new String(bytes, at, lineEnd - 1 - at, StandardCharsets.US_ASCII), 16);
            at = lineEnd + 1 + size + 2;
            if (size == 0) {
                return at <= length;
            }
        }
        return false;
    }
}
