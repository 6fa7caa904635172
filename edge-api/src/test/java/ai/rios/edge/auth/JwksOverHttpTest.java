package ai.rios.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that an issuer publishes at an address, and changes: a real server on loopback, a clock that the test turns. */
class JwksOverHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REFRESH = Duration.ofMinutes(5);

    @TempDir
    Path oldFolder;

    @TempDir
    Path newFolder;

    private final AtomicInteger reads = new AtomicInteger();
    private HttpServer issuer;
    private DevTokens oldKey;
    private DevTokens newKey;
    private JwtAuthenticator authenticator;

    /** Moved by the test, read by the authenticator. */
    private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

    /** What the issuer answers; empty for an error. */
    private volatile String published = "";

    @BeforeEach
    void start() throws IOException {
        oldKey = DevTokens.open(oldFolder, () -> now);
        newKey = DevTokens.open(newFolder, () -> now);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", this::answer);
        issuer.start();
        authenticator = new JwtAuthenticator(
                "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys", REFRESH, Duration.ZERO, () -> now);
        publish(oldKey);
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        reads.incrementAndGet();
        byte[] body = published.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void publish(DevTokens... keys) throws IOException {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode all = document.putArray("keys");
        for (DevTokens key : keys) {
            JSON.readTree(key.jwksFile().toFile()).path("keys").forEach(all::add);
        }
        published = document.toString();
    }

    private boolean isGranted(String token) {
        return authenticator.authenticate(token) instanceof Authentication.Granted;
    }

    private static String token(DevTokens key) {
        return key.mint(new DevTokens.Claims("acme", "alice", List.of("admin"), "default", Duration.ofHours(2)));
    }

    @Test
    void aTokenOfAKeyThatWasAddedIsGoodWithoutARestart() throws IOException {
        String added = token(newKey);
        assertThat(isGranted(token(oldKey))).isTrue();
        assertThat(isGranted(added)).isFalse();
        publish(oldKey, newKey);
        now = now.plusSeconds(5);

        assertThat(isGranted(added)).isTrue();
        assertThat(isGranted(token(oldKey))).isTrue();
        assertThat(reads.get()).isEqualTo(2);
    }

    @Test
    void aTokenOfAKeyThatWasTakenAwayIsRefusedAlsoWhenItWasVerifiedBefore() throws IOException {
        String token = token(oldKey);
        assertThat(isGranted(token)).isTrue();
        publish(newKey);
        assertThat(isGranted(token)).isTrue();
        now = now.plus(REFRESH);

        assertThat(isGranted(token)).isFalse();
        assertThat(isGranted(token(newKey))).isTrue();
    }

    @Test
    void whileTheIssuerFailsTheLastGoodKeysStay() {
        assertThat(isGranted(token(oldKey))).isTrue();
        published = "";
        now = now.plus(REFRESH);
        assertThat(isGranted(token(oldKey))).isTrue();
        issuer.stop(0);
        now = now.plus(REFRESH);

        assertThat(isGranted(token(oldKey))).isTrue();
        assertThat(reads.get()).isEqualTo(2);
    }

    @Test
    void tokensOfUnknownKeysDoNotMakeTheIssuerAnswerEach() {
        for (int i = 0; i < 20; i++) {
            assertThat(isGranted(token(newKey))).isFalse();
        }

        assertThat(reads.get()).isEqualTo(1);
    }
}
