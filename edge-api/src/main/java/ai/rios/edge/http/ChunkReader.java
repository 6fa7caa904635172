package ai.rios.edge.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What comes on a connection of HTTP/1.1, strict where Helidon's own reader of bodies in chunks (RFC 9112, 7.1) is not: it takes a
 * sign before a size, a line of any length for one, and any two bytes for the end of a chunk. Each lets a proxy and this edge part
 * the same bytes at different places, and so hides a request in a body. Extensions and trailers are refused by Helidon itself.
 * Confined to the connection's thread.
 *
 * <p>Of what it overrides, {@code readLine} is called for sizes, and for the line behind the last chunk, and for nothing else.
 */
@SuppressWarnings("removal") // there is no other way to a reader of one's own than the constructor that is to be hidden
final class ChunkReader extends DataReader {
    private static final Pattern SIZE = Pattern.compile("[0-9A-Fa-f]{1,8}");

    /** What is longer than this before its end is no size. */
    private static final int MAX_LINE = 16;

    private static final int LINE_END = 2;

    /** A size was read, and not yet what it counts. */
    private boolean sized;

    /** What a size counts was read, and not yet the line's end behind it. */
    private boolean endDue;

    /** @param connection from which nothing else reads from now on */
    ChunkReader(DataReader connection) {
        super(() -> {
            connection.ensureAvailable();
            return connection.readBytes(connection.available());
        });
    }

    @Override
    public String readLine() {
        String line = readAsciiString(lineLength());
        super.skip(LINE_END);
        if (!line.isEmpty() && !SIZE.matcher(line).matches()) {
            throw broken("a chunk's size is none", null);
        }
        sized = !line.isEmpty(); // what follows the last one is empty, and so is what it counts
        return line;
    }

    private int lineLength() {
        try {
            int length = findNewLine(MAX_LINE);
            if (length == MAX_LINE) {
                throw broken("a chunk's size does not end", null);
            }
            return length;
        } catch (IncorrectNewLineException e) {
            throw broken("a chunk's size ends in half a line end", e);
        }
    }

    @Override
    public BufferData readBuffer(int length) {
        BufferData data = getBuffer(length);
        super.skip(length);
        endDue = sized;
        sized = false;
        return data;
    }

    @Override
    public void skip(int bytes) {
        if (endDue && !startsWithNewLine()) {
            throw broken("a chunk is longer than its size", null);
        }
        endDue = false;
        super.skip(bytes);
    }

    private static RequestException broken(String message, @Nullable Throwable cause) {
        RequestException.Builder exception = RequestException.builder()
                .type(DirectHandler.EventType.BAD_REQUEST)
                .setKeepAlive(false)
                .message(message);
        return (cause == null ? exception : exception.cause(cause)).build();
    }
}
