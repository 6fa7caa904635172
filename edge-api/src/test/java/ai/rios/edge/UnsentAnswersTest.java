package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that their clients do not take hold so much of the heap together, and no more. The room is small here. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnsentAnswersTest {
    /** Enough that its answer is not a small one, and that a quarter of the room holds no three of it. */
    private static final String LARGE_APP = """
            {"name": "large", "image": "nginx", "env": {"A": "%s"}}""".formatted("x".repeat(50_000));

    @TempDir
    Path folder;

    private EdgeFixture edge;

    @BeforeEach
    void start() {
        edge = EdgeFixture.start(folder, config -> config.unsentBytes(1_200_000));
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    /** A client that asks over HTTP/2 and gives the answers no room. */
    private final class Unread implements AutoCloseable {
        private final Http2Socket socket = Http2Socket.withoutRoom("127.0.0.1", edge.edge.port());
        private final Map<String, String> fields;
        private int stream = 1;

        Unread(String path, String token) {
            fields = Http2Socket.request("GET", path);
            if (!token.isEmpty()) {
                fields.put("authorization", "Bearer " + token);
            }
        }

        /** Asks until the same has no room for others either; their looks take room too, so it may take several. */
        Reply untilRefused(String... headers) {
            while (true) {
                socket.head(stream, fields, true);
                stream += 2;
                Reply reply = edge.get(fields.getOrDefault(":path", ""), headers);
                if (reply.status() == 503) {
                    return reply;
                }
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @Test
    void oneTooManyIsRefusedAndServedAgainWhenTheOthersHaveEnded() {
        try (Unread unread = new Unread("/openapi.json", "")) {
            Reply refused = unread.untilRefused();

            assertThat(refused.code()).isEqualTo("overloaded");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.response().body()).hasSizeLessThan(1_024);
            assertThat(edge.get("/health/live").status()).isEqualTo(200);
            assertThat(edge.get("/metrics").status()).isEqualTo(200);
        }
        Reply served;
        do {
            served = edge.get("/openapi.json");
        } while (served.status() == 503);
        assertThat(served.text()).contains("\"openapi\"");
    }

    @Test
    void theRefusalHasTheFormThatIsWanted() {
        try (Unread unread = new Unread("/openapi.json", "")) {
            Reply refused = unread.untilRefused("Accept", "application/json;q=0.5, application/problem+json");

            assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void oneTenantLeavesRoomToOthers() {
        assertThat(edge.post("/v1/deployments", LARGE_APP).status()).isEqualTo(201);
        try (Unread unread = new Unread("/v1/deployments", edge.token("acme"))) {
            assertThat(unread.untilRefused().code()).isEqualTo("overloaded");

            assertThat(edge.get("/docs/docs.js").status()).isEqualTo(200);
        }
    }

    @Test
    void whoseWriteIsDoneAndWhoseAnswerHasNoRoomIsToldWhomToAsk() {
        assertThat(edge.post("/v1/deployments", LARGE_APP).status()).isEqualTo(201);
        try (Unread unread = new Unread("/v1/deployments", edge.token("acme"))) {
            unread.untilRefused();

            Reply reply = edge.post("/v1/deployments", LARGE_APP.replace("large", "larger"));

            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.code()).isEqualTo("timeout");
            assertThat(reply.json().at("/error/details/operation").asText())
                    .isEqualTo(reply.header("X-RiOS-Operation"))
                    .startsWith("op_");
        }
    }
}
