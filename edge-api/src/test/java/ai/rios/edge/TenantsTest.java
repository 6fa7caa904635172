package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.schemas.ids.Ids;
import ai.rios.schemas.query.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What one tenant has is not there for another, whatever it asks. */
class TenantsTest {
    private static final String OWNER = "acme";
    private static final String OTHER = "other";
    private static final Map<String, String> BODIES = Map.of(
            "PUT", EdgeFixture.APP.replace("latest", "1.29"),
            "PATCH", "{\"image\": \"nginx:1.28\"}",
            "POST", "{\"status\": \"running\"}");

    /** The owner's; a young one might be on its way to the view, and is never said not to exist. */
    private static final String OLD_OPERATION = Ids.of(Ids.OPERATION, new byte[Ids.BYTES]);

    @TempDir
    static Path folder;

    private static EdgeFixture edge;
    private static int created;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(folder);
        edge.views.note(OWNER, new Operation(OLD_OPERATION, "req_1", "create", Instant.EPOCH, null));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static Reply create() {
        created++;
        Reply reply = edge.post("/v1/deployments", EdgeFixture.APP.replace("my-app", "mine-" + created));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply;
    }

    private static Reply send(String tenant, String method, String path) {
        String body = BODIES.get(method);
        return send(tenant, method, path, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    private static Reply send(String tenant, String method, String path, BodyPublisher body) {
        return edge.send(HttpRequest.newBuilder(edge.uri(path))
                .header("Authorization", "Bearer " + edge.token(tenant))
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method(method, body));
    }

    /** Every route that names a thing, and the reads that go another way inside. */
    static Stream<Arguments> requestsById() {
        Stream<Arguments> routes = edge.edge.routes().stream()
                .filter(route -> route.template().contains("{id}"))
                .map(route -> arguments(route.method(), route.template()));
        Stream<Arguments> reads = Stream.of("?at_revision=1", "?wait=1&for=pending")
                .map(query -> arguments("GET", "/v1/deployments/{id}" + query));
        return Stream.concat(routes, reads);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("requestsById")
    void whatAnotherTenantHasIsNotFound(String method, String path) {
        Reply mine = create();
        String id = mine.json().path("id").asText();
        String address = path.replace("{id}", path.startsWith("/v1/operations") ? OLD_OPERATION : id);

        Reply theirs = send(OTHER, method, address);

        assertThat(theirs.status()).as(theirs.text()).isEqualTo(404);
        assertThat(theirs.code()).isEqualTo("not_found");
        assertThat(edge.get("/v1/deployments/" + id).json()).as("as it was").isEqualTo(mine.json());
        assertThat(send(OWNER, method, address).status()).as("for its owner").isBetween(200, 299);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "get    | ",
                "update | , \"ifMatch\": \"*\", \"body\": {\"name\": \"mine\", \"image\": \"nginx:1.29\"}",
                "patch  | , \"body\": {\"replicas\": 3}",
                "delete | , \"ifMatch\": \"*\"",
            })
    void anItemOfABatchDoesNotFindIt(String op, String rest) {
        Reply mine = create();
        String address = "/deployments/" + mine.json().path("id").asText();
        String batch =
                "{\"batch\": [{\"op\": \"%s\", \"path\": \"%s\"%s}]}".formatted(op, address, rest == null ? "" : rest);

        Reply theirs = send(OTHER, "POST", "/v1/batch", BodyPublishers.ofString(batch));

        assertThat(theirs.json().at("/results/0/status").asInt())
                .as(theirs.text())
                .isEqualTo(404);
        assertThat(edge.get("/v1" + address).json()).as("as it was").isEqualTo(mine.json());
        Reply ours = send(OWNER, "POST", "/v1/batch", BodyPublishers.ofString(batch));
        assertThat(ours.json().at("/results/0/status").asInt()).as(ours.text()).isBetween(200, 299);
    }

    @Test
    void listsShowOnlyWhatIsTheTenantsOwn() {
        Reply mine = create();
        String operations = "/v1/operations?request_id=" + mine.header("X-Request-ID");

        assertThat(send(OWNER, "GET", "/v1/deployments").json().path("items")).isNotEmpty();
        assertThat(send(OTHER, "GET", "/v1/deployments").json().path("items")).isEmpty();
        assertThat(send(OWNER, "GET", operations).json().path("items")).hasSize(1);
        assertThat(send(OTHER, "GET", operations).json().path("items")).isEmpty();
    }
}
