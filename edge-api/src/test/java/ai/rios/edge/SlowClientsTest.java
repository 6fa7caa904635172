package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time hold a connection only so long. The limits are small here; a close is awaited, not timed. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {
    @TempDir
    static Path folder;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(
                folder,
                config -> config.limits(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(1_500)));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static RawSocket connect() {
        return new RawSocket("127.0.0.1", edge.edge.port());
    }

    @Test
    void oneThatSaysNothingIsCutOff() {
        try (RawSocket socket = connect()) {
            assertThat(socket.hearUntilClosed()).isEmpty();
        }
    }

    @Test
    void oneThatStopsInItsFirstLineIsCutOff() {
        try (RawSocket socket = connect().say("GET /hea")) {
            assertThat(socket.hearUntilClosed()).isEmpty();
        }
    }

    @Test
    void oneThatStopsInItsHeadersIsCutOff() {
        try (RawSocket socket = connect().say("GET /health HTTP/1.1\r\nHost: a\r\nX-A: ")) {
            assertThat(socket.hearUntilClosed()).doesNotContain("200");
        }
    }

    @Test
    void oneThatStopsInItsBodyIsCutOff() {
        try (RawSocket socket = connect()
                .say(
                        "POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                + edge.token("acme") + "\r\nContent-Length: 100\r\n\r\n{")) {
            assertThat(socket.hearUntilClosed()).doesNotContain("201");
        }
        assertThat(edge.backbone.commands()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n64\r\n{"})
    void oneThatBreaksItsBodyOffIsToldThatThisIsItsFault(String half) {
        try (RawSocket socket = connect()
                .say(
                        "POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                + edge.token("acme") + "\r\n" + half)
                .sayNoMore()) {
            assertThat(socket.hearUntilClosed()).startsWith("HTTP/1.1 400 ").contains("was broken off");
        }
    }

    @Test
    void oneThatStopsInARefusedBodyIsCutOff() {
        try (RawSocket socket =
                connect().say("POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")) {
            assertThat(socket.hearUntilClosed()).contains("HTTP/1.1 401");
        }
    }

    @Test
    void oneThatIsIdleBetweenRequestsIsCutOffLater() {
        try (RawSocket socket = connect().say("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 200");
            assertThat(socket.hearUntilClosed()).isEmpty();
        }
    }

    private static Map<String, String> request(String method, String path) {
        Map<String, String> fields = Http2Socket.request(method, path);
        fields.put("authorization", "Bearer " + edge.token("acme"));
        fields.put("content-type", "application/json");
        return fields;
    }

    @Test
    void oneThatStopsInABodyOverHttp2IsRefusedAndItsConnectionServesOthers() {
        try (Http2Socket socket = new Http2Socket("127.0.0.1", edge.edge.port())) {
            socket.head(1, request("POST", "/v1/deployments"), false).data(1, "{");

            assertThat(socket.hear(1)).contains("invalid_request", "did not come in the time for it");
            socket.head(3, request("GET", "/health"), true);
            assertThat(socket.hear(3)).contains("healthy");
        }
        assertThat(edge.backbone.commands()).isEmpty();
    }

    @Test
    void oneThatStopsInARefusedBodyOverHttp2IsGivenUpAndItsConnectionServesOthers() {
        Map<String, String> withoutCredential = request("POST", "/v1/deployments");
        withoutCredential.remove("authorization");
        long before = edge.expired();
        try (Http2Socket socket = new Http2Socket("127.0.0.1", edge.edge.port())) {
            socket.head(1, withoutCredential, false).data(1, "{");

            assertThat(socket.hear(1)).contains("unauthenticated");
            while (edge.expired() == before) {
                Thread.onSpinWait();
            }
            socket.head(3, request("GET", "/health"), true);
            assertThat(socket.hear(3)).contains("healthy");
        }
    }

    @Test
    void aBodyOverHttp2ThatComesInTimeIsTaken() {
        try (Http2Socket socket = new Http2Socket("127.0.0.1", edge.edge.port())) {
            socket.head(1, request("POST", "/v1/batch"), false).data(1, "{\"batch\": [{\"op\": \"get\", ");
            socket.last(1, "\"path\": \"/deployments/deploy_01kb0q5v3d4e8w2n6t9y7h1m5x\"}]}");

            assertThat(socket.hear(1)).contains("\"status\":404");
        }
    }

    @Test
    void oneThatSaysNothingMoreOverHttp2IsCutOff() {
        try (Http2Socket socket = new Http2Socket("127.0.0.1", edge.edge.port())) {
            socket.hearUntilClosed();
        }
    }

    @Test
    void theyAreCounted() {
        try (RawSocket socket = connect()) {
            assertThat(socket.hearUntilClosed()).isEmpty();
        }

        String metrics = edge.get("/metrics").text();
        assertThat(metrics).containsPattern("rios_edge_connections_expired_total\\{[^}]*} [1-9]");
    }
}
