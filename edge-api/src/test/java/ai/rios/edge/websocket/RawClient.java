package ai.rios.edge.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that writes bytes as it is told and shows the server's frames as text. Fails after ten silent seconds. */
public final class RawClient implements AutoCloseable {
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: (\\d+)\\r\\n");
    private static final int SILENCE_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    public RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(SILENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Connects and upgrades; {@code headers} are further lines, each with its line end. */
    public static RawClient open(int port, String path, String headers) throws IOException {
        RawClient client = new RawClient(port);
        String answer = client.request("GET", path, handshakeHeaders() + headers);
        if (!answer.startsWith("HTTP/1.1 101 ")) {
            client.close();
            throw new IOException("not upgraded: " + answer);
        }
        return client;
    }

    public static String handshakeHeaders() {
        return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY
                + "\r\n";
    }

    /** Sends a request; the answer's head as it came, and its body by its length. */
    public String request(String method, String path, String headers) throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
        send(request.getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = CONTENT_LENGTH.matcher(text);
        return length.find()
                ? text + new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                : text;
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends bytes, or as many of them as the server takes before it closes. */
    public void sendWhatIsTaken(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException _) {
            // the server has closed: what it said before can still be read
        }
    }

    /** The next frame as {@code text:…}, {@code binary:<hex>}, {@code pong:…}, {@code close:<code>}; empty at the end. */
    public Optional<String> next() throws IOException {
        int first;
        try {
            first = in.read();
        } catch (SocketException _) {
            return Optional.empty(); // reset by the server, which had bytes of ours unread
        }
        if (first < 0) {
            return Optional.empty();
        }
        int second = in.readUnsignedByte();
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = in.readNBytes(Math.toIntExact(length));
        String masked = (second & 0x80) == 0 ? "" : "masked ";
        String deflated = (first & 0x40) == 0 ? "" : "deflated ";
        return Optional.of(masked + deflated + shown(first & 0x0F, payload));
    }

    /** The frames until the server closes the socket; after a close frame we have no more to say. */
    public List<String> all() throws IOException {
        List<String> frames = new ArrayList<>();
        for (Optional<String> frame = next(); frame.isPresent(); frame = next()) {
            frames.add(frame.get());
            if (frame.get().startsWith("close:")) {
                endOutput();
            }
        }
        return frames;
    }

    /** Says that nothing more comes from here. */
    public void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException _) {
            // The server was quicker: the socket is closed already, as it should be.
        }
    }

    private static String shown(int opcode, byte[] payload) {
        return switch (opcode) {
            case 1 -> "text:" + new String(payload, StandardCharsets.UTF_8);
            case 2 -> "binary:" + HexFormat.of().formatHex(payload);
            case 8 ->
                "close:" + (payload.length < 2 ? "" : ByteBuffer.wrap(payload).getShort());
            case 9 -> "ping:" + new String(payload, StandardCharsets.UTF_8);
            case 10 -> "pong:" + new String(payload, StandardCharsets.UTF_8);
            default -> "opcode " + opcode;
        };
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
