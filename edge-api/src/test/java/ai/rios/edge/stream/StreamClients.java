package ai.rios.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Clients of a stream: the JDK's WebSocket for what is sent, plain sockets for what is refused. */
final class StreamClients implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");

    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    StreamClients(int port) {
        this.port = port;
    }

    /** Waits at most ten seconds. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** One open stream. */
    static final class Client implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();
        private final boolean paused;

        private Client(boolean paused) {
            this.paused = paused;
        }

        /** The next message; fails after ten seconds. */
        String next() throws InterruptedException {
            String message = messages.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message within 10 s");
            }
            return message;
        }

        /** Reads from now on. */
        void resume() {
            opened.join().request(Long.MAX_VALUE);
        }

        /** The sub-protocol that the server chose; empty for none. */
        String subprotocol() {
            return opened.join().getSubprotocol();
        }

        void leave() {
            opened.join().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }

        @Override
        public void onOpen(WebSocket socket) {
            if (!paused) {
                socket.request(Long.MAX_VALUE);
            }
            opened.complete(socket);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            return null;
        }
    }

    Client open(String token, String query) {
        return open(token, query, false);
    }

    /** A client that reads nothing until it is told to. */
    Client openPaused(String token, String query) {
        return open(token, query, true);
    }

    /** A client that says all it has to say in sub-protocols, as a browser must. */
    Client openWithSubprotocols(String first, String... others) {
        Client client = new Client(false);
        http.newWebSocketBuilder()
                .subprotocols(first, others)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/stream"), client)
                .join();
        return client;
    }

    private Client open(String token, String query, boolean paused) {
        Client client = new Client(paused);
        http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/stream" + query), client)
                .join();
        return client;
    }

    /** Status and error code in the first line, head and body after it. A socket that was opened is closed again. */
    String refusal(String headers, String query) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String request = "GET /v1/stream" + query + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            Matcher length = LENGTH.matcher(head);
            String body = length.find()
                    ? new String(
                            socket.getInputStream().readNBytes(Integer.parseInt(length.group(1))),
                            StandardCharsets.UTF_8)
                    : "";
            Matcher code = CODE.matcher(body);
            return head.substring(9, 12) + (code.find() ? " " + code.group(1) : "") + "\n" + head + body;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
