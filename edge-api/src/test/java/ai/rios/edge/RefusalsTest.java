package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.edge.errors.ApiCode;
import ai.rios.schemas.deployment.ErrorCode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the decider refuses a command for reaches the client under the code of the table, and its operation tells the same. */
class RefusalsTest {
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

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void aRefusalHasItsCodeStatusAndOperation(ErrorCode code) {
        edge.backbone.refuseWith(code);
        ApiCode expected = ApiCode.of(code);

        Reply reply = edge.post("/v1/deployments", EdgeFixture.APP);
        Reply operation = edge.get("/v1/operations/" + reply.header("X-RiOS-Operation"));

        assertThat(reply.status()).isEqualTo(expected.status());
        assertThat(reply.code()).isEqualTo(expected.wire());
        assertThat(reply.json().at("/error/retryable").asBoolean()).isEqualTo(expected.retry() != ApiCode.Retry.NEVER);
        assertThat(operation.json().at("/response/status").asInt()).isEqualTo(expected.status());
        assertThat(operation.json().at("/response/body/error/code").asText()).isEqualTo(expected.wire());
    }

    @Test
    void aBadReportIsToldWholeInOneAnswer() {
        String bad = """
                {"status": "asleep", "observed_generation": -1, "reason": "%s", "x": 1}""".formatted("r".repeat(1025));
        int before = edge.backbone.commands().size();

        Reply reply = edge.post("/v1/deployments/deploy_any/status", bad);

        assertThat(reply.code()).isEqualTo("invalid_request");
        assertThat(reply.violations()).containsExactly("x", "status", "observed_generation", "reason");
        assertThat(edge.backbone.commands()).hasSize(before);
    }

    @Test
    void aScopeThatIsLackingIsNamed() {
        Reply reply = edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments"))
                .header("Authorization", "Bearer " + edge.token("acme", "tasks:read")));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("forbidden");
        assertThat(reply.json().at("/error/details/scope").asText()).isEqualTo("deployments:read");
    }
}
