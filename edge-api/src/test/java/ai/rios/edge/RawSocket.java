package ai.rios.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection on which a test says exactly what it wants. */
public final class RawSocket implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: *(\\d+)\\r\\n");

    private final Socket socket;
    private final PushbackInputStream in;

    public RawSocket(String host, int port) {
        socket = connected(host, port);
        try {
            in = new PushbackInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A socket that sends at once, and waits for nothing longer than 20 s. */
    static Socket connected(String host, int port) {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawSocket say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says bytes, or as many of them as the other side takes before it closes. */
    public RawSocket sayWhatIsTaken(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException _) {
            // the other side has closed: what it said before can still be heard
        }
        return this;
    }

    /** Says bytes one at a time, with a pause behind each, until all are said or the other side speaks or closes. */
    public RawSocket sayByteByByte(byte[] bytes, int pauseMs) {
        try {
            socket.setSoTimeout(pauseMs);
            for (byte one : bytes) {
                socket.getOutputStream().write(one);
                if (spoke()) {
                    break;
                }
            }
        } catch (IOException _) {
            // closed meanwhile: it is heard next
        }
        try {
            socket.setSoTimeout(TIMEOUT_MS);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean spoke() throws IOException {
        try {
            int next = in.read();
            if (next >= 0) {
                in.unread(next);
            }
            return true;
        } catch (SocketTimeoutException _) {
            return false; // silent, as it should be
        }
    }

    /** Says that nothing more comes from here; what the other side says is still heard. */
    public RawSocket sayNoMore() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that comes until the other side closes. */
    public String hearUntilClosed() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not closed within " + TIMEOUT_MS + " ms; heard " + all, e);
        } catch (IOException _) {
            // a reset: the other side closed with bytes of ours unread
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether something has come that was not heard yet. */
    boolean hasHeard() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer: head, and as much body as its length says. */
    String hearAnswer() {
        return nextAnswer().orElseThrow(() -> new AssertionError("closed instead of an answer"));
    }

    /** As {@link #hearAnswer}; empty when the other side closes instead. */
    public Optional<String> nextAnswer() {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return closedAfter(head);
                }
                head.append((char) next);
            }
            Matcher length = LENGTH.matcher(head);
            return Optional.of(length.find() ? head + body(Integer.parseInt(length.group(1))) : head.toString());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer within " + TIMEOUT_MS + " ms; heard " + head, e);
        } catch (IOException _) { // a reset: the other side closed with bytes of ours unread
            return closedAfter(head);
        }
    }

    private static Optional<String> closedAfter(StringBuilder head) {
        if (!head.isEmpty()) {
            throw new AssertionError("closed after " + head);
        }
        return Optional.empty();
    }

    private String body(int length) throws IOException {
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new AssertionError("closed after " + body.length + " of " + length + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
