package ai.rios.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that others wrote, against the echo. */
final class InteroperabilityIT {
    private final EchoServer server = EchoServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pythonsWebsocketsTalksCompressed() {
        Optional<Path> python = Tool.python("python3").or(() -> Tool.python("python3.12"));
        assumeTrue(python.isPresent(), "this needs python3 with pip");
        Path folder = Tool.pip(python.orElseThrow(), "websockets==15.0.1");
        String printed = Tool.run(
                Duration.ofMinutes(2),
                python.orElseThrow().toString(),
                Tool.script("echo_client.py").toString(),
                folder.toString(),
                "ws://127.0.0.1:" + server.port() + EchoServer.PATH);
        assertThat(printed).contains("ok PerMessageDeflate");
    }

    @Test
    void theJdksWebSocketTalksAndCloses() throws InterruptedException {
        LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + server.port() + EchoServer.PATH), new WebSocket.Listener() {
                                @Override
                                public @Nullable CompletionStage<?> onText(
                                        WebSocket from, CharSequence data, boolean last) {
                                    events.add(data + (last ? "." : "…"));
                                    from.request(1);
                                    return null;
                                }

                                @Override
                                public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                                    events.add("close " + code);
                                    return null;
                                }
                            })
                    .join();
            socket.sendText("one ", false).join();
            socket.sendText("message", true).join();
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("one message.");
            socket.sendClose(4_000, "").join();
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo("close 4000");
        }
    }
}
