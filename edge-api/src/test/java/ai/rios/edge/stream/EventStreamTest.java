package ai.rios.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.auth.Authentication;
import ai.rios.edge.auth.Plan;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.auth.Scopes;
import ai.rios.edge.auth.Tickets;
import ai.rios.edge.docs.DocsRoutes;
import ai.rios.edge.http.TestReception;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.websocket.MonotonicClock;
import ai.rios.edge.websocket.WebSocketConnections;
import ai.rios.edge.websocket.WebSocketObserver;
import ai.rios.edge.websocket.WebSocketProtocol;
import ai.rios.edge.websocket.WebSocketSettings;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.LogPosition;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream on a real server over a log in memory, seen by a client of the JDK. A token is {@code tenant:plan:scope}, or with dots. */
@Timeout(60)
final class EventStreamTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String READ = ":default:" + Scopes.DEPLOYMENTS_READ.replace(':', '-');

    private final InMemoryLog log = new InMemoryLog();
    private final Signer signer = Signer.of(List.of(Signer.newKey()));
    private final WatchCursors cursors = new WatchCursors(signer);
    private final Tickets tickets = new Tickets(signer, InstantSource.fixed(NOW));
    private final WebSocketConnections connections = new WebSocketConnections(1_000, MonotonicClock.system()).start();
    private final TenantPositions positions = new TenantPositions(_ -> 0);
    private final EventStream stream = EventStream.start(
            new StreamConfig(
                    Set.of("https://console.example"),
                    10,
                    1,
                    100,
                    100,
                    Duration.ofMillis(250),
                    WebSocketSettings.DEFAULTS),
            log::consumer,
            () -> InMemoryLog.TOPIC_ID,
            InMemoryLog.TOPIC,
            new StreamMessages(log.deserializer(), cursors),
            new StreamCredentials(EventStreamTest::authenticate, tickets),
            cursors,
            new ClientSlots(10),
            positions,
            InstantSource.fixed(NOW));
    private final WebServer server = WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .shutdownHook(false)
            .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
            .addProtocol(new WebSocketProtocol(
                    List.of(stream.endpoint()), connections, TestReception.open(), WebSocketObserver.NONE))
            .build()
            .start();
    private final StreamClients clients = new StreamClients(server.port());

    private static Authentication authenticate(String token) {
        String[] parts = token.split("[:.]", -1);
        return parts.length != 3
                ? Authentication.denied("the token is not good")
                : new Authentication.Granted(principal(parts[0], parts[1], parts[2].replace('-', ':')));
    }

    private static Principal principal(String tenant, String plan, String scope) {
        return new Principal(tenant, "alice", Set.of(scope), Plan.of(plan), NOW.plusSeconds(3_600), null);
    }

    @BeforeEach
    void awaitReady() {
        StreamClients.await("the live consumer has its places", stream::isPositioned);
    }

    @AfterEach
    void stop() {
        clients.close();
        connections.close();
        server.stop();
        stream.close();
    }

    @Test
    void anEventArrivesInTheDocumentedShape() throws Exception {
        StreamClients.Client client = clients.open("acme" + READ, "");

        log.append("acme", "deploy_1", DeploymentStatus.FAILED, "no such image");
        log.append("acme", "deploy_1", DeploymentStatus.RUNNING);

        ObjectNode first = (ObjectNode) json(client.next());
        ObjectNode second = (ObjectNode) json(client.next());
        assertThat(members(first)).isEqualTo(documented());
        assertThat(members(second)).isEqualTo(members(first.deepCopy().without("reason")));
        assertThat(cursors.decode("acme", first.remove("cursor").asText()))
                .contains(new LogPosition(InMemoryLog.TOPIC_ID, 0, 1));
        assertThat(first).isEqualTo(json("""
                        {"type": "deployment.update", "deployment_id": "deploy_1", "status": "failed",
                         "timestamp": "2026-11-24T10:31:00Z", "event_id": "evt_0", "event": "status_changed", "revision": 1,
                         "generation": 1, "position": 1, "reason": "no such image"}"""));
    }

    @Test
    void theTwoDocumentsOfAMessageSayTheSame() throws Exception {
        JsonNode schema = json(text(DocsRoutes.class.getResourceAsStream("openapi.json")))
                .at("/components/schemas/DeploymentUpdate");
        Set<String> required =
                schema.path("required").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        required.add("reason");

        assertThat(members(schema.path("properties"))).isEqualTo(documented());
        assertThat(required).isEqualTo(documented());
    }

    /** The members of the example in the guide. */
    private static Set<String> documented() throws IOException {
        String guide = Files.readString(Path.of("../docs/stream.md"));
        return members(json(guide.substring(guide.indexOf("```json") + 7, guide.indexOf("```\n"))));
    }

    private static Set<String> members(JsonNode object) {
        Set<String> members = new HashSet<>();
        object.fieldNames().forEachRemaining(members::add);
        return members;
    }

    private static String text(InputStream resource) throws IOException {
        try (resource) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void thePositionsOfAllTenantsAreNoted() {
        log.append("acme", "deploy_1", DeploymentStatus.RUNNING);
        log.append("acme", "deploy_1", DeploymentStatus.STOPPING);
        log.appendNoise("acme");
        log.append("third", "deploy_2", DeploymentStatus.RUNNING);

        StreamClients.await("the last is seen", () -> positions.seen("third").isPresent());
        StreamClients.await("all are seen", () -> positions.seen("acme").orElse(0) == 2);
    }

    @Test
    void nobodySeesAnotherTenantsEvents() throws Exception {
        StreamClients.Client client = clients.open("acme" + READ, "");
        log.append("other-tenant", "deploy_x", DeploymentStatus.RUNNING);
        log.append("even", "deploy_y", DeploymentStatus.RUNNING); // on the same partition
        log.append("acme", "deploy_1", DeploymentStatus.DELETED);
        JsonNode message = json(client.next());
        assertThat(message.path("deployment_id").asText()).isEqualTo("deploy_1");
        assertThat(message.path("status").asText()).isEqualTo("deleted");
    }

    @Test
    void aCursorResumesWithoutAGapAndGoesOnLive() throws Exception {
        // Given 200 events of which a client has seen the first 20
        for (int i = 0; i < 200; i++) {
            log.append(i % 2 == 0 ? "acme" : "even", "deploy_" + i, DeploymentStatus.PENDING);
        }
        String cursor = cursors.encode("acme", new LogPosition(InMemoryLog.TOPIC_ID, 0, 40));

        // When
        StreamClients.Client client = clients.open("acme" + READ, "?cursor=" + cursor);
        log.append("acme", "deploy_200", DeploymentStatus.RUNNING);

        // Then
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 81; i++) {
            seen.add(json(client.next()).path("deployment_id").asText());
        }
        assertThat(seen).startsWith("deploy_40", "deploy_42").endsWith("deploy_198", "deploy_200");
    }

    @Test
    void aSlowClientGetsEverythingFromTheLog() throws Exception {
        // Given a client that reads nothing while far more comes than its queue and the system's buffers hold
        StreamClients.Client client = clients.openPaused("acme" + READ, "");
        String name = "deploy_" + "x".repeat(4_000) + "_";
        int events = 3_000;
        for (int i = 0; i < events; i++) {
            log.append("acme", name + i, DeploymentStatus.RUNNING);
        }

        // When
        client.resume();

        // Then
        for (int i = 0; i < events; i++) {
            assertThat(json(client.next()).path("deployment_id").asText()).isEqualTo(name + i);
        }
    }

    @Test
    void anUnreadableEventIsPassedOverAndCounted() throws Exception {
        StreamClients.Client client = clients.open("acme" + READ, "");
        log.appendNoise("acme");
        log.append("acme", "deploy_1", DeploymentStatus.RUNNING);
        assertThat(json(client.next()).path("deployment_id").asText()).isEqualTo("deploy_1");
        assertThat(stream.unreadable()).isEqualTo(1);
    }

    @Test
    void aForeignCursorIs400AndALostOne410BeforeTheUpgrade() throws Exception {
        StreamClients.Client watcher = clients.open("acme" + READ, "");
        for (int i = 0; i < 10; i++) {
            log.append("acme", "deploy_" + i, DeploymentStatus.PENDING);
            watcher.next(); // so the live consumer is past what is cut off next
        }
        log.truncate(3);
        assertThat(refusal("?cursor=" + cursor("even", InMemoryLog.TOPIC_ID, 5)))
                .isEqualTo("400 invalid_request");
        assertThat(refusal("?cursor=nonsense")).isEqualTo("400 invalid_request");
        assertThat(refusal("?curser=nonsense")).isEqualTo("400 invalid_request");
        assertThat(refusal("?cursor=a&cursor=b")).isEqualTo("400 invalid_request");
        assertThat(refusal("?cursor=" + cursor("acme", "another-topic", 5))).isEqualTo("410 cursor_expired");
        assertThat(refusal("?cursor=" + cursor("acme", InMemoryLog.TOPIC_ID, 2)))
                .isEqualTo("410 cursor_expired");
        assertThat(refusal("?cursor=" + cursor("acme", InMemoryLog.TOPIC_ID, 11)))
                .isEqualTo("410 cursor_expired");
        assertThat(refusal("?cursor=" + cursor("acme", InMemoryLog.TOPIC_ID, 10)))
                .isEqualTo("101");
    }

    @Test
    void noCredentialIs401AndAWrongScope403() throws Exception {
        assertThat(clients.refusal("", ""))
                .startsWith("401 unauthenticated")
                .contains("WWW-Authenticate: Bearer realm=\"rios\"\r\n");
        assertThat(clients.refusal("Authorization: Bearer bad\r\n", ""))
                .startsWith("401 unauthenticated")
                .contains("WWW-Authenticate: Bearer realm=\"rios\", error=\"invalid_token\", error_description=");
        assertThat(clients.refusal("Authorization: Basic YTpi\r\n", "")).startsWith("401 unauthenticated");
        assertThat(clients.refusal("Authorization: Bearer acme:default:tasks-read\r\n", ""))
                .startsWith("403 forbidden")
                .contains("\"scope\":\"deployments:read\"");
        assertThat(clients.refusal("Authorization: Bearer acme" + READ + "\r\nX-API-Key: rios_x\r\n", ""))
                .startsWith("401 unauthenticated");
    }

    @Test
    void aTicketOpensItsPathOnly() throws Exception {
        Principal principal = principal("acme", "default", Scopes.DEPLOYMENTS_READ);
        String good = tickets.issue(principal, "/v1/stream").text();
        String elsewhere = tickets.issue(principal, "/v1/ws").text();
        assertThat(clients.refusal("", "?ticket=" + good)).startsWith("101");
        assertThat(clients.refusal("", "?ticket=" + elsewhere)).startsWith("401");
    }

    @Test
    void aTokenInASubprotocolIsTakenAndNotEchoed() throws Exception {
        assertThat(clients.refusal("Sec-WebSocket-Protocol: rios.bearer.acme:default:admin\r\n", ""))
                .startsWith("101")
                .doesNotContain("rios.bearer");
    }

    /** As a browser offers them: {@code new WebSocket(url, ["rios.v1+json", "rios.bearer.<token>"])}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rios.v1+json, rios.bearer.acme:default:admin",
                "rios.bearer.acme:default:admin,rios.v1+json",
                "rios.v2+json, rios.v1+json, rios.bearer.acme:default:admin",
                "rios.bearer.acme:default:admin\r\nSec-WebSocket-Protocol: rios.v1+json"
            })
    void theVersionIsChosenAmongTheSubprotocols(String offered) throws Exception {
        String answer = clients.refusal("Sec-WebSocket-Protocol: " + offered + "\r\n", "");
        assertThat(answer).startsWith("101").contains("\r\nSec-WebSocket-Protocol: rios.v1+json\r\n");
        assertThat(answer.split("(?i)sec-websocket-protocol", -1)).hasSize(2);
        assertThat(answer).doesNotContain("rios.bearer");
    }

    @Test
    void withoutAVersionAmongTheSubprotocolsNoneIsChosen() throws Exception {
        assertThat(clients.refusal("Authorization: Bearer acme" + READ + "\r\n", ""))
                .startsWith("101")
                .doesNotContain("Sec-WebSocket-Protocol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rios.v2+json", "rios.v2+json, rios.bearer.acme:default:admin", "chat", "RIOS.V1+JSON"})
    void unknownVersionsOnlyAre400(String offered) throws Exception {
        assertThat(clients.refusal("Sec-WebSocket-Protocol: " + offered + "\r\n", ""))
                .startsWith("400 unsupported_version")
                .contains("\"supported\":[\"rios.v1+json\"]")
                .doesNotContain("rios.bearer");
    }

    /** The JDK's client, as a browser, fails on a sub-protocol that it did not offer. */
    @Test
    void aClientThatOffersSubprotocolsSeesTheOneChosen() throws Exception {
        StreamClients.Client client = clients.openWithSubprotocols("rios.v1+json", "rios.bearer.acme.default.admin");
        assertThat(client.subprotocol()).isEqualTo("rios.v1+json");
        log.append("acme", "deploy_1", DeploymentStatus.RUNNING);
        assertThat(json(client.next()).path("deployment_id").asText()).isEqualTo("deploy_1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null"})
    void aPageOfAnotherOriginIs403(String origin) throws Exception {
        String headers = "Authorization: Bearer acme" + READ + "\r\nOrigin: ";
        assertThat(clients.refusal(headers + origin + "\r\n", "")).startsWith("403 forbidden");
        assertThat(clients.refusal(headers + "https://console.example\r\n", "")).startsWith("101");
    }

    @Test
    void theEleventhSocketOfAClientIs429UntilOneCloses() throws Exception {
        List<StreamClients.Client> open = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            open.add(clients.open("acme" + READ, ""));
        }
        assertThat(clients.refusal("Authorization: Bearer acme" + READ + "\r\n", ""))
                .startsWith("429 too_many_connections")
                .contains("Retry-After: 5\r\n", "\"retryAfterMs\":5000");
        open.getFirst().leave();
        StreamClients.await("a place is free again", () -> connections.count() == 9);
        assertThat(refusal("")).isEqualTo("101");
        assertThat(clients.refusal("Authorization: Bearer acme:development:admin\r\n", ""))
                .startsWith("101");
    }

    private String cursor(String tenant, String topicId, long offset) {
        return cursors.encode(tenant, new LogPosition(topicId, 0, offset));
    }

    private String refusal(String query) throws Exception {
        String whole = clients.refusal("Authorization: Bearer acme" + READ + "\r\n", query);
        return whole.lines().findFirst().orElse("").strip();
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }
}
