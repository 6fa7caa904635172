package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.edge.deployments.BatchAnswers;
import ai.rios.edge.deployments.OutcomeAnswers;
import ai.rios.edge.http.Answer;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Outcome.Done;
import ai.rios.schemas.deployment.Outcome.Effect;
import ai.rios.schemas.deployment.Outcome.Item;
import ai.rios.schemas.query.ProjectionBehindException;
import ai.rios.schemas.query.QueryUnavailableException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers whose bodies are not in the outcome, while no view can tell them. */
class RemadeAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final FakeViews views = new FakeViews();
    private final OutcomeAnswers answers = new OutcomeAnswers(views);

    @Test
    void itemsBeyondTheBoundAreAnsweredWithoutALook() {
        views.failWith(new IllegalStateException("nobody is to be asked"));

        JsonNode result = result(false, null);

        assertThat(result.path("status").asInt()).isEqualTo(201);
        assertThat(result.at("/headers/ETag").asText()).isEqualTo("\"4\"");
        assertThat(result.at("/headers/Location").asText()).isEqualTo("/v1/deployments/deploy_1");
        assertThat(result.has("body")).isFalse();
    }

    @Test
    void theBoundOfBodiesIsCountedInBytesOfUtf8() {
        TextNode mebibyte = TextNode.valueOf("é".repeat(524_287)); // with its quotes
        BatchAnswers whole = new BatchAnswers("req_1");
        whole.add(null, Answer.json(200, mebibyte), false);
        BatchAnswers more = new BatchAnswers("req_1");
        more.add(null, Answer.json(200, IntNode.valueOf(7)), false);
        more.add(null, Answer.json(200, mebibyte), false);

        JsonNode alone = Objects.requireNonNull(whole.answer().jsonBody()).at("/results/0");
        JsonNode second = Objects.requireNonNull(more.answer().jsonBody()).at("/results/1");

        assertThat(alone.has("body")).isTrue();
        assertThat(second.has("body")).isFalse();
        assertThat(second.path("status").asInt()).isEqualTo(200);
    }

    @Test
    void repeatedItemsThatNoViewTellsHaveStatusAndHeaders() {
        views.failWith(new ProjectionBehindException(3, false));
        JsonNode behind = result(true, null);
        views.failWith(new QueryUnavailableException("nobody", null));
        JsonNode unavailable = result(false, "op_first");

        for (JsonNode result : List.of(behind, unavailable)) {
            assertThat(result.path("status").asInt()).isEqualTo(201);
            assertThat(result.at("/headers/ETag").asText()).isEqualTo("\"4\"");
            assertThat(result.has("body")).isFalse();
        }
    }

    @Test
    void aRepeatThatNoViewTellsNamesItsOperationAndMayBeRepeated(@TempDir Path folder) {
        try (EdgeFixture edge = EdgeFixture.start(folder)) {
            Reply first = edge.post("/v1/deployments", EdgeFixture.APP, "Idempotency-Key", "k");
            for (RuntimeException why :
                    List.of(new ProjectionBehindException(0, false), new QueryUnavailableException("nobody", null))) {
                edge.views.failWith(why);

                Reply again = edge.post("/v1/deployments", EdgeFixture.APP, "Idempotency-Key", "k");
                Reply asked = edge.get("/v1/operations/" + again.header("X-RiOS-Operation"));

                assertThat(again.status()).isEqualTo(503);
                assertThat(again.header("X-RiOS-Operation")).isEqualTo(first.header("X-RiOS-Operation"));
                assertThat(again.header("Retry-After")).isEqualTo("1");
                assertThat(again.json().at("/error/retryable").asBoolean()).isTrue();
                assertThat(asked.status()).isEqualTo(503);
            }
        }
    }

    private JsonNode result(boolean replayed, @Nullable String replayOf) {
        Item item = new Item(null, replayed, new Done(Effect.CREATED, "deploy_1", 4, null));
        Outcome outcome = new Outcome(
                "op_1",
                "req_1",
                "acme",
                "alice",
                "batch",
                NOW,
                4,
                false,
                replayOf,
                new Outcome.BatchDone(List.of(item)));
        return Objects.requireNonNull(answers.answer(outcome).jsonBody())
                .path("results")
                .path(0);
    }
}
