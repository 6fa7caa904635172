package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the handshake of a socket has in common with every other request of an edge: ids, version, errors, log line. */
class HandshakeHeadersTest {
    private static final String UPGRADE = String.join(
            "\r\n",
            "GET /test/echo HTTP/1.1",
            "Host: a",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");
    private static final String GOOD = UPGRADE + "Sec-WebSocket-Version: 13\r\n";
    private static final String TRACE = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n";

    @TempDir
    static Path folder;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static String answer(String head) {
        try (RawSocket socket = new RawSocket("127.0.0.1", edge.edge.port()).say(head + "\r\n")) {
            return socket.hearAnswer();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Version: 13\r\n", ""})
    void answersOfBothKindsNameTheRequestItsTraceAndTheVersion(String version) {
        String head = UPGRADE + version;
        assertThat(answer(head + "X-Request-ID: mine-1\r\n" + TRACE))
                .contains(
                        "X-Request-ID: mine-1\r\n",
                        "X-Trace-ID: 0af7651916cd43dd8448eb211c80319c\r\n",
                        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-",
                        "API-Version: 2024-01-15\r\n")
                .containsPattern("X-Span-ID: [0-9a-f]{16}\r\n");
        assertThat(answer(head)).containsPattern("X-Request-ID: req_[0-9a-z]{26}\r\n");
    }

    @Test
    void aBadIdOrVersionIs400() {
        assertThat(answer(GOOD + "X-Request-ID: not good\r\n"))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("\"violations\":[{\"field\":\"X-Request-ID\"")
                .containsPattern("\"requestId\":\"req_[0-9a-z]{26}\"");
        assertThat(answer(GOOD + "API-Version: 1999-01-01\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"unsupported_version\"", "\"supported\":[\"2024-01-15\"]");
    }

    @Test
    void aRefusalComesInTheFormThatTheClientAskedFor() {
        assertThat(answer(UPGRADE + "Accept: application/problem+json\r\n"))
                .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                .contains("Content-Type: application/problem+json\r\n", "\"status\":426");
    }

    @Test
    void aHandshakeIsCountedAsARequest() {
        answer(GOOD);
        assertThat(edge.get("/metrics").text())
                .containsPattern("rios_http_requests_seconds_count\\{[^}]*route=\"/test/echo\"[^}]*status=\"101\"");
    }
}
