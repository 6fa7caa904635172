package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that are not well-formed HTTP, or too long for it: refused in the documented form, and the connection closed. Those with
 * one answer are rows of the hostile table.
 */
class WireTest {
    @TempDir
    static Path folder;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(folder, builder -> builder.origins("https://console.example"));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static RawSocket connect() {
        return new RawSocket("127.0.0.1", edge.edge.port());
    }

    @Test
    void anAddressThatIsTooLongIs414() {
        try (RawSocket socket = connect().say("GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertThat(socket.hearUntilClosed()).startsWith("HTTP/1.1 414").contains("\"code\":\"request_too_long\"");
        }
    }

    @Test
    void headersThatAreTooLongAre431() {
        try (RawSocket socket =
                connect().say("GET /health HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(20_000) + "\r\n\r\n")) {
            assertThat(socket.hearUntilClosed()).startsWith("HTTP/1.1 431").contains("\"code\":\"request_too_long\"");
        }
    }

    private static Map<String, String> http2Head(String path, String name, String value) {
        Map<String, String> fields = Http2Socket.request("GET", path);
        fields.put(name, value);
        return fields;
    }

    @Test
    void overHttp2OnlyTheHeadAsAWholeHasABoundAndBeyondItThereIsNoAnswer() {
        try (Http2Socket socket = new Http2Socket("127.0.0.1", edge.edge.port())) {
            assertThat(socket.head(1, http2Head("/" + "a".repeat(9_000), "x-a", "a"), true)
                            .hear(1))
                    .contains("\"code\":\"not_found\"");
            socket.head(3, http2Head("/health", "x-a", "a".repeat(17_000)), true);
            assertThatThrownBy(() -> socket.hear(3)).hasMessageStartingWith("the connection ended");
        }
    }

    @Test
    void aBodyThatSaysItIsTooLargeIs413() {
        try (RawSocket socket =
                connect().say("POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\n")) {
            assertThat(socket.hearUntilClosed()).startsWith("HTTP/1.1 413").contains("\"code\":\"payload_too_large\"");
        }
    }

    @Test
    void whatIsRefusedOnceItsHeadIsReadIsAnsweredInTheClientsOwnTerms() {
        String head = String.join(
                "\r\n",
                "POST /v1/deployments HTTP/1.1",
                "Host: a",
                "X-Request-ID: mine-1",
                "Origin: https://console.example",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "Accept: application/problem+json",
                "Content-Length: 9999999999",
                "",
                "");
        try (RawSocket socket = connect().say(head)) {
            assertThat(socket.hearUntilClosed())
                    .startsWith("HTTP/1.1 413")
                    .contains(
                            "X-Request-ID: mine-1\r\n",
                            "X-Trace-ID: 0af7651916cd43dd8448eb211c80319c\r\n",
                            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-",
                            "X-Span-ID: ",
                            "API-Version: 2024-01-15\r\n",
                            "Access-Control-Allow-Origin: https://console.example\r\n",
                            "Content-Type: application/problem+json\r\n",
                            "\"requestId\":\"mine-1\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/3.7\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX-A : b\r\n"})
    void whatCannotBeReadIsAnsweredUnderAnIdOfOurs(String start) {
        try (RawSocket socket = connect().say(start + "X-Request-ID: mine-1\r\n\r\n")) {
            assertThat(socket.hearUntilClosed())
                    .startsWith("HTTP/1.1 400")
                    .contains("API-Version: 2024-01-15\r\n", "X-Span-ID: ", "traceparent: 00-")
                    .containsPattern("X-Request-ID: req_[0-9a-z]{26}\r\n");
        }
    }

    @Test
    void aChunkedBodyThatGrowsTooLargeIs413() {
        String chunk = "10000\r\n" + "a".repeat(65_536) + "\r\n";
        try (RawSocket socket = connect()
                .say(
                        "POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                + edge.token("acme") + "\r\nTransfer-Encoding: chunked\r\n\r\n")) {
            for (int i = 0; i < 16; i++) {
                socket.say(chunk);
            }
            socket.say("1\r\n");
            assertThat(socket.hearUntilClosed()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void aBodyMayComeInChunksOfAnySize() {
        try (RawSocket socket = connect()) {
            for (int size = 1; size <= 20; size++) {
                StringBuilder chunks = new StringBuilder();
                String body = EdgeFixture.APP.replace("my-app", "chunks-" + size);
                for (int at = 0; at < body.length(); at += size) {
                    String data = body.substring(at, Math.min(at + size, body.length()));
                    chunks.append(Integer.toHexString(data.length()))
                            .append("\r\n")
                            .append(data)
                            .append("\r\n");
                }
                socket.say("POST /v1/deployments HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + edge.token("acme")
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
                assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 201");
            }
        }
    }

    @Test
    void whatIsLeftOfARefusedBodyIsNotTakenForARequest() {
        String smuggled = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
        try (RawSocket socket = connect()
                .say(
                        "POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                + edge.token("acme") + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + smuggled)) {
            String heard = socket.hearUntilClosed();
            assertThat(heard).startsWith("HTTP/1.1 400").contains("is not framed as HTTP asks");
            assertThat(heard.split("HTTP/1.1 ", -1)).as("answers").hasSize(2);
        }
    }

    @Test
    void theConnectionIsClosedWhenTheClientWantsIt() {
        try (RawSocket socket = connect().say("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")) {
            assertThat(socket.hearUntilClosed()).startsWith("HTTP/1.1 200").contains("Connection: close");
        }
    }

    @Test
    void anOldVersionIsToldSo() {
        try (RawSocket socket = connect().say("GET /health HTTP/1.0\r\n\r\n")) {
            assertThat(socket.hearUntilClosed()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void requestsMayFollowOneAnotherOnOneConnection() {
        try (RawSocket socket = connect()) {
            String request = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";
            socket.say(request + request + "POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
                    + request);
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 200");
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 200");
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 401");
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void theClientMayWaitForAWordBeforeItSendsItsBody() {
        try (RawSocket socket = connect()) {
            socket.say(
                    "POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                            + edge.token("acme") + "\r\nExpect: 100-continue\r\nContent-Length: "
                            + EdgeFixture.APP.length() + "\r\n\r\n");
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 100");
            socket.say(EdgeFixture.APP);
            assertThat(socket.hearAnswer()).startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void http2IsSpokenOnTheSamePort() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> reply = client.send(
                        HttpRequest.newBuilder(edge.uri("/v1/deployments"))
                                .header("Authorization", "Bearer " + edge.token("acme"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(reply.statusCode()).isEqualTo(200);
                assertThat(reply.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
            HttpResponse<String> made = client.send(
                    HttpRequest.newBuilder(edge.uri("/v1/deployments"))
                            .header("Authorization", "Bearer " + edge.token("acme"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(EdgeFixture.APP.replace("my-app", "h2")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            HttpResponse<String> missing = client.send(
                    HttpRequest.newBuilder(edge.uri("/nope")).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(missing.body()).contains("not_found");
        }
    }
}
