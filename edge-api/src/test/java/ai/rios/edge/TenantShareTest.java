package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody takes all places of requests: here there are twelve, and a quarter of them is three. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TenantShareTest {
    private static final int PLACES = 12;

    private static final Pattern REFUSED =
            Pattern.compile("rios_http_requests_seconds_count\\{[^}]*status=\"(?:401|503)\"[^}]*} ([0-9]+)");

    @TempDir
    Path folder;

    private EdgeFixture edge;

    @BeforeEach
    void start() {
        edge = EdgeFixture.start(folder, config -> config.maxRequests(PLACES));
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    private int statusOf(String tenant) {
        return edge.send(edge.request("/v1/deployments").setHeader("Authorization", "Bearer " + edge.token(tenant)))
                .status();
    }

    @Test
    void aTenantThatWithholdsBodiesHasItsShareAndOthersAreServed() {
        Map<String, String> post = Http2Socket.request("POST", "/v1/deployments");
        post.put("authorization", "Bearer " + edge.token("acme"));
        post.put("content-type", "application/json");
        try (Http2Socket socket = new Http2Socket("127.0.0.1", edge.edge.port())) {
            // Given as many as it may have; the look at whether they are under way takes a place too, so it may take
            // more
            int last = -1;
            EdgeFixture.Reply refused;
            do {
                last += 2;
                socket.head(last, post, false);
                refused = edge.get("/v1/deployments");
            } while (refused.status() == 200);

            // Then
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("overloaded");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(statusOf("globex")).isEqualTo(200);
            // also one of those can have been refused, while a look before it had its place still
            Set<Integer> streams = new HashSet<>();
            for (int stream = 1; stream <= last; stream += 2) {
                socket.last(stream, EdgeFixture.APP);
                streams.add(stream);
            }
            assertThat(socket.hear(streams).values())
                    .allSatisfy(answer -> assertThat(answer).containsAnyOf("my-app", "overloaded"))
                    .anySatisfy(answer -> assertThat(answer).contains("my-app"));
            while (edge.get("/v1/deployments").status() != 200) {
                Thread.onSpinWait(); // a place is free a moment after its answer
            }
        }
    }

    @Test
    void refusalsThatNobodyReadsTakeNoPlace() {
        try (Http2Socket socket = Http2Socket.withoutRoom("127.0.0.1", edge.edge.port())) {
            for (int i = 0; i < 2 * PLACES; i++) {
                socket.head(2 * i + 1, Http2Socket.request("GET", "/v1/deployments"), true);
            }
            while (refused() < 2 * PLACES) {
                Thread.onSpinWait();
            }

            assertThat(statusOf("acme")).isEqualTo(200);
        }
    }

    /** Requests that were refused, counted just before their answers are written. */
    private int refused() {
        return REFUSED.matcher(edge.get("/metrics").text())
                .results()
                .mapToInt(count -> Integer.parseInt(count.group(1)))
                .sum();
    }

    @Test
    void documentsThatNobodyReadsTakeTheShareOfThoseWithoutAToken() {
        try (Http2Socket socket = Http2Socket.withoutRoom("127.0.0.1", edge.edge.port())) {
            int stream = -1;
            EdgeFixture.Reply refused;
            do {
                stream += 2;
                socket.head(stream, Http2Socket.request("GET", "/openapi.json"), true);
                refused = edge.get("/docs/docs.js");
            } while (refused.status() == 200);

            assertThat(refused.code()).isEqualTo("overloaded");

            assertThat(statusOf("acme")).isEqualTo(200);
        }
    }
}
