package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.edge.auth.DevTokens;
import ai.rios.edge.auth.Scopes;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a repeat: the same caller, method, route, path, payload and key. Whatever differs, it is another request. */
class IdempotencyKeysTest {
    private static final String REPLAYED = "Idempotency-Replayed";

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

    private static Reply create(String tenant, String subject, String body) {
        String token = edge.tokens.mint(new DevTokens.Claims(
                tenant, subject, List.of(Scopes.DEPLOYMENTS_WRITE), "default", Duration.ofHours(1)));
        return edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "callers")
                .POST(BodyPublishers.ofString(body)));
    }

    /** None of them is a replay, and none is refused because of another's use of the key. */
    @Test
    void callersHaveTheirOwnKeys() {
        Reply alice = create("acme", "alice", EdgeFixture.APP);
        Reply bob = create("acme", "bob", EdgeFixture.APP.replace("my-app", "bobs-app"));
        Reply bobAsAlice = create("acme", "bob", EdgeFixture.APP.replace("my-app", "bobs-app"));
        Reply other = create("other", "alice", EdgeFixture.APP);

        assertThat(List.of(alice, bob, other)).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.text()).isEqualTo(201);
            assertThat(reply.header(REPLAYED)).isEmpty();
        });
        assertThat(bobAsAlice.header(REPLAYED)).isEqualTo("true");
    }

    @Test
    void theSameBodyByAnotherMethodIsAnotherRequest() {
        String path = "/v1/deployments/" + edge.create("methods");
        String body = "{\"name\": \"methods\", \"image\": \"nginx:2\"}";

        Reply patched = edge.send("PATCH", path, body, "Idempotency-Key", "methods", "If-Match", "*");
        Reply put = edge.send("PUT", path, body, "Idempotency-Key", "methods", "If-Match", "*");

        assertThat(List.of(patched, put)).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            assertThat(reply.header(REPLAYED)).isEmpty();
        });
    }

    @Test
    void theSameKeyOnAnotherRouteIsAnotherRequest() {
        Reply created =
                edge.post("/v1/deployments", EdgeFixture.APP.replace("my-app", "routes"), "Idempotency-Key", "routes");
        String path = "/v1/deployments/" + created.json().path("id").asText();

        Reply reported = edge.post(path + "/status", "{\"status\": \"running\"}", "Idempotency-Key", "routes");

        assertThat(reported.status()).as(reported.text()).isEqualTo(200);
        assertThat(reported.header(REPLAYED)).isEmpty();
    }

    @Test
    void theSameBodyForAnotherDeploymentIsRefused() {
        String one = "/v1/deployments/" + edge.create("one");
        String other = "/v1/deployments/" + edge.create("other");
        String body = "{\"image\": \"nginx:2\"}";

        Reply first = edge.send("PATCH", one, body, "Idempotency-Key", "ids");
        Reply second = edge.send("PATCH", other, body, "Idempotency-Key", "ids");
        Reply deleted = edge.delete(one, "Idempotency-Key", "gone", "If-Match", "*");
        Reply alsoDeleted = edge.delete(other, "Idempotency-Key", "gone", "If-Match", "*");

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(deleted.status()).as(deleted.text()).isEqualTo(204);
        assertThat(List.of(second, alsoDeleted)).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.code()).isEqualTo("idempotency_key_reused");
            assertThat(reply.header(REPLAYED)).isEmpty();
        });
        assertThat(edge.get(other).json().path("image").asText()).isEqualTo("nginx:latest");
    }
}
