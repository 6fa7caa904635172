package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.schemas.topics.Headers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentRoutesTest {
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

    @Test
    void postAnswersWithTheCreatedResourceAndWhereItIs() {
        Reply reply = edge.post("/v1/deployments", EdgeFixture.APP.replace("my-app", "first"));

        assertThat(reply.status()).isEqualTo(201);
        String id = reply.json().path("id").asText();
        assertThat(id).startsWith("deploy_");
        assertThat(reply.json().path("status").asText()).isEqualTo("pending");
        assertThat(reply.json().path("created_at").asText()).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(reply.header("Location")).isEqualTo("/v1/deployments/" + id);
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.header("X-RiOS-Operation")).startsWith("op_");
        assertThat(reply.header("X-RiOS-Position")).matches("[1-9][0-9]*");
        assertThat(edge.backbone.lastHeaders())
                .containsEntry(Headers.TENANT, "acme")
                .containsEntry(Headers.REQUEST_ID, reply.header("X-Request-ID"))
                .containsEntry(Headers.OPERATION, reply.header("X-RiOS-Operation"))
                .containsKeys(Headers.EDGE, Headers.BUDGET_MS, Headers.TRACEPARENT);
    }

    @Test
    void whatWasCreatedCanBeReadAndListed() {
        String id = edge.create("read-me");

        Reply one = edge.get("/v1/deployments/" + id);
        Reply all = edge.get("/v1/deployments");

        assertThat(one.status()).as(one.text()).isEqualTo(200);
        assertThat(one.json().path("name").asText()).isEqualTo("read-me");
        assertThat(all.json().path("items").findValuesAsText("id")).contains(id);
        assertThat(all.json().has("nextCursor")).isTrue();
        assertThat(all.json().path("watchCursor").asText()).isNotEmpty();
    }
}
