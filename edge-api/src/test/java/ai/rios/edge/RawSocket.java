package ai.rios.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection on which a test says exactly what it wants. */
final class RawSocket implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;

    RawSocket(String host, int port) {
        socket = connected(host, port);
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

    RawSocket say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing more comes from here; what the other side says is still heard. */
    RawSocket sayNoMore() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that comes until the other side closes. */
    String hearUntilClosed() {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(heard);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not closed within " + TIMEOUT_MS + " ms; heard " + heard, e);
        } catch (IOException _) {
            // a reset: the other side closed with bytes of ours unread
        }
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    /** Whether something has come that was not heard yet. */
    boolean hasHeard() {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer: head, and as much body as its length says. */
    String hearAnswer() {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new AssertionError("closed after " + head);
                }
                head.append((char) next);
            }
            String lower = head.toString().toLowerCase(Locale.ROOT);
            int at = lower.indexOf("content-length: ");
            int length = at < 0
                    ? 0
                    : Integer.parseInt(
                            lower.substring(at + 16, lower.indexOf("\r\n", at)).strip());
            return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
