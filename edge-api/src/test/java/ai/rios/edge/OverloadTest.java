package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.http.Route;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** There are so many requests under way, here and on one connection, and no more. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OverloadTest {
    private static final int SETTINGS_MAX_CONCURRENT_STREAMS = 3;

    @TempDir
    Path folder;

    @Test
    void aRequestTooManyIsRefusedAndHealthIsAnsweredStill() {
        try (EdgeFixture edge = EdgeFixture.start(folder, config -> config.maxRequests(1))) {
            // Given one that waits
            edge.backbone.fallSilent();
            CompletableFuture<EdgeFixture.Reply> waiting =
                    CompletableFuture.supplyAsync(() -> edge.post("/v1/deployments", EdgeFixture.APP));
            while (edge.backbone.commands().isEmpty()) {
                Thread.onSpinWait();
            }

            // When
            EdgeFixture.Reply refused = edge.get("/v1/deployments");

            // Then
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("overloaded");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(edge.get("/health/live").status()).isEqualTo(200);
            edge.backbone.catchUp();
            assertThat(waiting.join().status()).isEqualTo(201);
            while (edge.get("/v1/deployments").status() != 200) {
                Thread.onSpinWait(); // its place is free a moment after its answer
            }
        }
    }

    @Test
    void everyRouteIsRefusedButThoseOfTheServersOwnState() {
        try (EdgeFixture edge = EdgeFixture.start(folder, config -> config.maxRequests(1))) {
            edge.backbone.fallSilent();
            CompletableFuture<EdgeFixture.Reply> waiting =
                    CompletableFuture.supplyAsync(() -> edge.post("/v1/deployments", EdgeFixture.APP));
            while (edge.backbone.commands().isEmpty()) {
                Thread.onSpinWait();
            }

            for (Route route : edge.edge.routes()) {
                EdgeFixture.Reply reply =
                        edge.send(route.method(), route.template().replace("{id}", "any"), "");

                boolean ofState = route.template().matches("/health.*|/metrics");
                assertThat(reply.status())
                        .as(route.method() + ' ' + route.template())
                        .isEqualTo(ofState ? 200 : 503);
            }
            edge.backbone.catchUp();
            waiting.join();
        }
    }

    @Test
    void theRefusalHasTheFormThatIsWanted() {
        try (EdgeFixture edge = EdgeFixture.start(folder, config -> config.maxRequests(1))) {
            edge.backbone.fallSilent();
            CompletableFuture<EdgeFixture.Reply> waiting =
                    CompletableFuture.supplyAsync(() -> edge.post("/v1/deployments", EdgeFixture.APP));
            while (edge.backbone.commands().isEmpty()) {
                Thread.onSpinWait();
            }

            EdgeFixture.Reply refused = edge.get("/v1/deployments", "Accept", "application/problem+json");

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
            edge.backbone.catchUp();
            waiting.join();
        }
    }

    /** The body is waited for 30 s; until then the place would be taken without a credential. */
    @Test
    void aBodyThatIsWithheldAfterARefusalTakesNoPlace() {
        try (EdgeFixture edge = EdgeFixture.start(folder, config -> config.maxRequests(1));
                RawSocket socket = new RawSocket("127.0.0.1", edge.edge.port())
                        .say("POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")) {
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 401");

            assertThat(answeredSoon(edge)).isTrue();
        }
    }

    /** A place is free a moment after its answer, and long before the time for a body is over. */
    private static boolean answeredSoon(EdgeFixture edge) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            if (edge.get("/v1/deployments").status() == 200) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anHttp2ConnectionIsToldHowManyItMayHave() {
        try (EdgeFixture edge = EdgeFixture.start(folder);
                Http2Socket socket = new Http2Socket("127.0.0.1", edge.edge.port())) {
            assertThat(socket.settings()).containsEntry(SETTINGS_MAX_CONCURRENT_STREAMS, 1_000);
        }
    }
}
