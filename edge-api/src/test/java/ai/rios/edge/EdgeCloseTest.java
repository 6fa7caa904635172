package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An orderly end of an edge: what is under way is finished, what is new goes elsewhere. */
@Timeout(60)
class EdgeCloseTest {
    @TempDir
    Path folder;

    @Test
    void aRequestUnderWayIsAnsweredAndNewOnesFindNobody() throws Exception {
        try (EdgeFixture edge = EdgeFixture.start(folder)) {
            // Given a write whose outcome is still to come
            edge.backbone.fallSilent();
            CompletableFuture<Reply> write =
                    CompletableFuture.supplyAsync(() -> edge.post("/v1/deployments", EdgeFixture.APP));
            await("the write is in the log", () -> !edge.backbone.commands().isEmpty());

            // When
            Thread closing = Thread.ofVirtual().start(edge.edge::close);

            // Then
            await("nobody listens", () -> !listens(edge.edge.port()));
            assertThat(closing.isAlive()).isTrue();
            assertThat(write).isNotDone();
            edge.backbone.catchUp();
            assertThat(write.get(20, TimeUnit.SECONDS).status()).isEqualTo(201);
            assertThat(closing.join(Duration.ofSeconds(25))).isTrue();
        }
    }

    @Test
    void whileItDrainsItIsNotReadyAndStillAnswers() {
        try (EdgeFixture edge = EdgeFixture.start(folder)) {
            assertThat(edge.get("/health/ready").status()).isEqualTo(200);
            edge.edge.drain();
            assertThat(edge.get("/health/ready").status()).isEqualTo(503);
            assertThat(edge.get("/v1/deployments").status()).isEqualTo(200);
        }
    }

    @Test
    void aSocketIsClosedWith1001() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                code.complete(status);
                return null;
            }
        };
        try (EdgeFixture edge = EdgeFixture.start(folder);
                HttpClient client = HttpClient.newHttpClient()) {
            String address = edge.uri("/test/echo").toString().replace("http:", "ws:");
            client.newWebSocketBuilder()
                    .buildAsync(URI.create(address), listener)
                    .get(20, TimeUnit.SECONDS);
            Thread closing = Thread.ofVirtual().start(edge.edge::close);
            assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThat(closing.join(Duration.ofSeconds(25))).isTrue();
        }
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
