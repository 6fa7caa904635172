package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bodies of JSON may be. Those that may not are rows of the hostile table. */
class StrictBodiesTest {
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
    void allFaultsAreNamedAtOnce() {
        Reply reply = edge.post("/v1/deployments", """
                {"name": 1, "resources": {"cpu": "2", "gpu": 1}, "labels": {"a": 1}, "replicas": 1.5, "x": null}""");

        List<String> fields = reply.json().at("/error/details/violations").findValuesAsText("field");
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "image",
                        "name",
                        "resources.memory",
                        "resources.cpu",
                        "resources.gpu",
                        "labels.a",
                        "replicas",
                        "x");
    }

    @Test
    void aBodyOverTheBoundIsRefused() {
        Reply reply = edge.post("/v1/deployments", "{\"name\":\"" + "a".repeat(1_048_577) + "\"}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.code()).isEqualTo("payload_too_large");
    }

    @Test
    void wholeNumbersMayBeWrittenAsSuchInAnyForm() {
        Reply reply = edge.post("/v1/deployments", "{\"name\":\"numbers\",\"image\":\"b\",\"replicas\":2.0e0}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(reply.json().path("replicas").asInt()).isEqualTo(2);
    }
}
