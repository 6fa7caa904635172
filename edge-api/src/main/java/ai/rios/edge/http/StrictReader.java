package ai.rios.edge.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What comes on a connection of HTTP/1.1, strict where Helidon is not. It takes first lines with any bytes, methods in small letters
 * for those in capitals, and headers without a name; and in bodies in chunks (RFC 9112, 7.1) a sign before a size, a line of any
 * length for one, and any two bytes for the end of a chunk. Each lets a proxy and this edge read the same bytes in two ways, and the
 * latter hide a request in a body. Extensions and trailers Helidon refuses itself. Confined to the connection's thread.
 *
 * <p>Of what it overrides, {@code readBytes} is called for first lines and for one header's value, {@code startsWithNewLine} before
 * each header and at the end of all, {@code findOrNewLine} for their names, and {@code readLine} for sizes and the line behind the
 * last chunk; and none for anything else. {@code readBuffer} and {@code skip} are called everywhere, and count only behind a size.
 */
@SuppressWarnings("removal") // there is no other way to a reader of one's own than the constructor that is to be hidden
final class StrictReader extends DataReader {
    /** A method, which is a token (RFC 9110, 5.6.2), and whatever is visible behind it. */
    private static final Pattern FIRST_LINE = Pattern.compile("[!#-'*+.0-9A-Z^_`|~-]+ [ -~]*");

    private static final Pattern SIZE = Pattern.compile("0*[0-9A-Fa-f]{1,8}");

    /** What is longer than this before its end is no size. */
    private static final int MAX_LINE = 17;

    private static final int LINE_END = 2;

    /** A first line was read, and not yet all headers behind it. */
    private boolean inHeaders;

    /** A size was read, and not yet what it counts. */
    private boolean sized;

    /** What a size counts was read, and not yet the line's end behind it. */
    private boolean endDue;

    /** @param connection from which nothing else reads from now on */
    StrictReader(DataReader connection) {
        super(() -> {
            connection.ensureAvailable();
            return connection.readBytes(connection.available());
        });
    }

    /** Where a client leaves in the midst of its headers, Helidon would take that for a failure of its own. */
    @Override
    public void pullData() {
        try {
            super.pullData();
        } catch (InsufficientDataAvailableException e) {
            if (inHeaders) {
                throw new CloseConnectionException("the client left in the midst of its headers", e);
            }
            throw e;
        }
    }

    @Override
    public byte[] readBytes(int length) {
        byte[] line = super.readBytes(length);
        if (!inHeaders
                && !FIRST_LINE
                        .matcher(new String(line, StandardCharsets.ISO_8859_1))
                        .matches()) {
            throw broken("a first line is none", null);
        }
        inHeaders = true;
        return line;
    }

    @Override
    public boolean startsWithNewLine() {
        boolean end = super.startsWithNewLine();
        inHeaders = !end;
        return end;
    }

    @Override
    public int findOrNewLine(byte wanted, int max) {
        int found = super.findOrNewLine(wanted, max);
        if (found == 0 && max > 0) { // with no room it says that there is none
            throw broken("a header has no name", null);
        }
        return found;
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
        if (endDue && !super.startsWithNewLine()) {
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
