package ai.rios.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HandshakeTest {
    private static final String ECHO = EchoServer.PATH;
    private final EchoServer server = EchoServer.start(3, 0, new EchoEndpoint(ECHO), new Guarded(), new Failing());

    /** Lets in who names a token in a header, a query or a sub-protocol. */
    private static final class Guarded implements WebSocketEndpoint {
        private static final OriginPolicy ORIGINS = new OriginPolicy(Set.of("https://console.example"));

        @Override
        public String path() {
            return "/guarded";
        }

        @Override
        public HandshakeDecision handshake(HandshakeRequest request) {
            Optional<HandshakeDecision> foreign = ORIGINS.check(request);
            if (foreign.isPresent()) {
                return foreign.get();
            }
            boolean known = request.header(HeaderNames.AUTHORIZATION).isPresent()
                    || request.parameter("ticket").isPresent()
                    || request.subprotocols().stream().anyMatch(name -> name.startsWith("rios.bearer."));
            if (!known) {
                return new HandshakeDecision.Refused(
                        ApiError.of(ApiCode.UNAUTHENTICATED, "say who you are \"please\""),
                        Map.of("WWW-Authenticate", "Bearer"));
            }
            return new HandshakeDecision.Accepted(
                    new WebSocketListener() {}, Optional.of("rios.v1+json"), Map.of("X-Extra", "yes"));
        }
    }

    private static final class Failing implements WebSocketEndpoint {
        @Override
        public String path() {
            return "/failing";
        }

        @Override
        public HandshakeDecision handshake(HandshakeRequest request) {
            throw new IllegalStateException("as a test wants it");
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theRfcsExampleKeyIsAnsweredWithItsProof() throws IOException {
        assertThat(answer("GET", ECHO, RawClient.handshakeHeaders()))
                .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", "X-Request-ID: req_test\r\n")
                .doesNotContain("Sec-WebSocket-Extensions", "Sec-WebSocket-Protocol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "WebSocket", "Websocket", "WEBSOCKET"})
    void theUpgradeTokenMayBeSpeltAnyUsualWay(String token) throws IOException {
        String headers = RawClient.handshakeHeaders().replace("websocket", token);
        assertThat(answer("GET", ECHO, headers)).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void connectionMayListOtherTokensInAnyCase() throws IOException {
        String headers = RawClient.handshakeHeaders().replace("Connection: Upgrade", "Connection: keep-alive, UPGRADE");
        assertThat(answer("GET", ECHO, headers)).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void aConnectionWithoutUpgradeIs400() throws IOException {
        String headers = RawClient.handshakeHeaders().replace("Connection: Upgrade", "Connection: keep-alive");
        assertThat(answer("GET", ECHO, headers))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains(
                        "\"code\":\"invalid_request\"",
                        "\"violations\":[{\"field\":\"Connection\"",
                        "\"requestId\":\"req_test\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sec-WebSocket-Key: short\r\n", "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==\r\n"})
    void aMissingOrBadKeyIs400(String line) throws IOException {
        String headers = RawClient.handshakeHeaders().replace("Sec-WebSocket-Key: " + RawClient.KEY + "\r\n", line);
        assertThat(answer("GET", ECHO, headers)).startsWith("HTTP/1.1 400 ").contains("Sec-WebSocket-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sec-WebSocket-Version: 8\r\n", "Sec-WebSocket-Version: 13, 8\r\n"})
    void anotherVersionIs426WithOurs(String line) throws IOException {
        String headers = RawClient.handshakeHeaders().replace("Sec-WebSocket-Version: 13\r\n", line);
        assertThat(answer("GET", ECHO, headers))
                .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                .contains("Sec-WebSocket-Version: 13\r\n", "\"code\":\"upgrade_required\"");
    }

    @Test
    void anotherMethodIs405() throws IOException {
        assertThat(answer("POST", ECHO, RawClient.handshakeHeaders() + "Content-Length: 0\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET\r\n", "\"code\":\"method_not_allowed\"");
    }

    @Test
    void anUpgradeElsewhereGoesToTheRoutes() throws IOException {
        assertThat(answer("GET", "/nowhere", RawClient.handshakeHeaders())).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void aRefusalIsAnsweredWithStatusHeadersAndTheDocumentedBody() throws IOException {
        assertThat(answer("GET", "/guarded", RawClient.handshakeHeaders()))
                .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                .contains("WWW-Authenticate: Bearer\r\n", "Connection: close\r\n", "Content-Type: application/json\r\n")
                .endsWith("{\"error\":{\"code\":\"unauthenticated\",\"message\":\"say who you are \\\"please\\\"\","
                        + "\"details\":{},\"requestId\":\"req_test\",\"retryable\":false}}");
    }

    @Test
    void credentialsInASubprotocolAreNeverEchoed() throws IOException {
        String headers = RawClient.handshakeHeaders() + "Sec-WebSocket-Protocol: rios.bearer.secret, rios.v1+json\r\n";
        assertThat(answer("GET", "/guarded", headers))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Protocol: rios.v1+json\r\n", "X-Extra: yes\r\n")
                .doesNotContain("secret");
    }

    @Test
    void aSubprotocolThatWasNotOfferedIsNotAnswered() throws IOException {
        assertThat(answer("GET", "/guarded?ticket=t", RawClient.handshakeHeaders()))
                .startsWith("HTTP/1.1 101 ")
                .doesNotContain("Sec-WebSocket-Protocol");
    }

    @Test
    void aPageFromAnOriginNotOnTheListIs403() throws IOException {
        String headers = RawClient.handshakeHeaders() + "Authorization: x\r\nOrigin: ";
        assertThat(answer("GET", "/guarded", headers + "https://evil.example\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("edge.allowed-origins");
        assertThat(answer("GET", "/guarded", headers + "https://console.example\r\n"))
                .startsWith("HTTP/1.1 101 ");
    }

    @Test
    void aFailingEndpointIs500WithoutItsCause() throws IOException {
        assertThat(answer("GET", "/failing", RawClient.handshakeHeaders()))
                .startsWith("HTTP/1.1 500 ")
                .contains("\"code\":\"internal\"")
                .doesNotContain("as a test wants it");
    }

    @Test
    void connectionsOverTheCapAre503AndADrainClosesTheOthersWith1001() throws IOException, InterruptedException {
        try (EchoServer small = EchoServer.start(1, 0, new EchoEndpoint(ECHO));
                RawClient first = RawClient.open(small.port(), ECHO, "");
                RawClient second = new RawClient(small.port())) {
            assertThat(small.connections().count()).isEqualTo(1);
            assertThat(second.request("GET", ECHO, RawClient.handshakeHeaders()))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"code\":\"overloaded\"", "\"retryable\":true,\"retryAfterMs\":1000")
                    .contains("Retry-After: 1\r\n");
            Thread drain = Thread.startVirtualThread(() -> drain(small));
            assertThat(first.all()).isEqualTo(List.of("close:1001"));
            drain.join();
            assertThat(small.connections().count()).isZero();
            assertThat(answer(small, "GET", ECHO, RawClient.handshakeHeaders())).contains("\"unavailable\"");
        }
    }

    @Test
    void compressionIsAgreedAndUsed() throws IOException {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n";
        try (RawClient client = RawClient.open(server.port(), ECHO, offer)) {
            client.send(ClientFrames.text("deflate me ".repeat(50)));
            assertThat(client.next().orElseThrow()).startsWith("deflated text:");
        }
    }

    private static void drain(EchoServer server) {
        try {
            assertThat(server.connections().drain(Duration.ofSeconds(10))).isZero();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String method, String path, String headers) throws IOException {
        return answer(server, method, path, headers);
    }

    private static String answer(EchoServer server, String method, String path, String headers) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            return client.request(method, path, headers + "X-Request-ID: req_test\r\n");
        }
    }
}
