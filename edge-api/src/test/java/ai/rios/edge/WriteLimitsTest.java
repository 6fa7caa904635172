package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.edge.auth.DevTokens;
import ai.rios.edge.auth.Scopes;
import ai.rios.edge.commands.NotAppendedException;
import ai.rios.schemas.topics.Headers;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of writes that nobody decides, or that the log does not take. */
class WriteLimitsTest {
    @TempDir
    Path folder;

    private EdgeFixture edge;

    @BeforeEach
    void start() {
        edge = EdgeFixture.start(folder);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void withoutAnOutcomeInTimeTheClientIsToldWhomToAsk() {
        edge.backbone.fallSilent();

        Reply reply = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "wait=1", "X-Request-ID", "my-1");

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.code()).isEqualTo("timeout");
        assertThat(reply.json().at("/error/details/operation").asText())
                .isEqualTo(reply.header("X-RiOS-Operation"))
                .startsWith("op_");
        assertThat(reply.json().at("/error/requestId").asText()).isEqualTo("my-1");
        assertThat(Integer.parseInt(edge.backbone.lastHeaders().getOrDefault(Headers.BUDGET_MS, "0")))
                .isBetween(1, 500);
    }

    @Test
    void whoAsksForItIsAnsweredAtOnceAndWithoutATimeBudget() {
        edge.backbone.fallSilent();

        Reply reply = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async");
        Reply waited = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async, wait=1");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asText()).isEqualTo("pending");
        assertThat(reply.header("Location")).isEqualTo("/v1/operations/" + reply.header("X-RiOS-Operation"));
        assertThat(reply.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(waited.status()).isEqualTo(202);
        assertThat(edge.backbone.lastHeaders()).doesNotContainKeys(Headers.BUDGET_MS, Headers.DEADLINE_MS);
    }

    /** Half a second is for the answer, and what the edge took so far, if only a nanosecond, is spent. */
    @Test
    void aCommandHasTheTimeThatItsClientWaitsLessWhatTheAnswerNeeds() {
        Instant sent = Instant.now();
        edge.post("/v1/deployments", EdgeFixture.APP);
        int byDefault = budget();
        Instant deadline = Instant.ofEpochMilli(
                Long.parseLong(edge.backbone.lastHeaders().getOrDefault(Headers.DEADLINE_MS, "0")));
        edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "wait=60");
        int longest = budget();

        assertThat(byDefault).isBetween(20_000, 29_499);
        assertThat(deadline).isBetween(sent.plusMillis(byDefault), Instant.now().plusSeconds(30));
        assertThat(longest).isBetween(50_000, 59_499);
    }

    private int budget() {
        return Integer.parseInt(edge.backbone.lastHeaders().getOrDefault(Headers.BUDGET_MS, "0"));
    }

    @Test
    void aWaitIsOneToSixtySeconds() {
        for (String wait : List.of("0", "61", "-1", "1.5", "soon")) {
            Reply reply = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "wait=" + wait);

            assertThat(reply.status()).as(wait).isEqualTo(400);
            assertThat(reply.json().at("/error/details/field").asText()).isEqualTo("Prefer");
        }
        assertThat(edge.backbone.commands()).isEmpty();
    }

    @Test
    void whoWaitsBeforeGoingOnIsToldTheOutcomeThatComesInThatTime() {
        Reply waiting = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async, wait=60");
        Reply notWaiting = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async");

        assertThat(waiting.status()).isEqualTo(201);
        assertThat(notWaiting.status()).isEqualTo(202);
    }

    @Test
    void anOperationIsPendingAndThenTellsItsAnswer() {
        edge.backbone.fallSilent();
        String operation = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async")
                .header("X-RiOS-Operation");

        Reply pending = edge.get("/v1/operations/" + operation);
        edge.backbone.catchUp();

        assertThat(pending.status()).as(pending.text()).isEqualTo(200);
        assertThat(pending.json().path("id").asText()).isEqualTo(operation);
        assertThat(pending.json().path("status").asText()).isEqualTo("pending");
        assertThat(pending.json().has("response")).isFalse();
        assertThat(pending.json().has("decided_at")).isFalse();
        Reply reply = edge.get("/v1/operations/" + operation);
        assertThat(reply.json().path("status").asText()).isEqualTo("done");
        assertThat(reply.json().at("/response/status").asInt()).isEqualTo(201);
        assertThat(reply.json().at("/response/body/name").asText()).isEqualTo("my-app");
        assertThat(reply.json().at("/response/headers/ETag").asText()).isEqualTo("\"1\"");
        Reply byRequest = edge.get(
                "/v1/operations?request_id=" + reply.json().path("request_id").asText());
        assertThat(byRequest.json().path("items").findValuesAsText("id")).containsExactly(operation);
        assertThat(edge.get("/v1/operations").json().at("/error/details/field").asText())
                .isEqualTo("request_id");
        assertThat(edge.get("/v1/operations?request_id=")
                        .json()
                        .at("/error/details/field")
                        .asText())
                .isEqualTo("request_id");
        assertThat(edge.get("/v1/operations/op_nope").status()).isEqualTo(404);
    }

    @Test
    void aTenantMayHaveOnlySoManyUndecidedCommandsAndAnOutcomeMakesRoom() {
        edge.backbone.fallSilent();
        for (int i = 0; i < 256; i++) {
            assertThat(edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async")
                            .status())
                    .isEqualTo(202);
        }

        Reply tooMany = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async");
        edge.backbone.catchUp();
        Reply after = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async");

        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.code()).isEqualTo("too_many_in_flight");
        assertThat(tooMany.header("Retry-After")).isEqualTo("1");
        assertThat(after.status()).isEqualTo(202);
    }

    @Test
    void aBatchCountsItsItems() {
        edge.backbone.fallSilent();
        String item = "{\"op\":\"create\",\"path\":\"/deployments\",\"body\":" + EdgeFixture.APP + "}";
        String batch = "{\"batch\":[" + (item + ",").repeat(99) + item + "]}";

        int first = edge.post("/v1/batch", batch, "Prefer", "respond-async").status();
        int second = edge.post("/v1/batch", batch, "Prefer", "respond-async").status();
        Reply third = edge.post("/v1/batch", batch, "Prefer", "respond-async");

        assertThat(first).isEqualTo(202);
        assertThat(second).isEqualTo(202);
        assertThat(third.code()).isEqualTo("too_many_in_flight");
    }

    @Test
    void thePlanOfDevelopmentHasRoomForMore() {
        edge.backbone.fallSilent();
        String token = edge.tokens.mint(new DevTokens.Claims(
                "acme", "alice", List.of(Scopes.DEPLOYMENTS_WRITE), "development", Duration.ofHours(1)));

        for (int i = 0; i < 40; i++) {
            assertThat(batch(token, 100).status()).isEqualTo(202);
        }
        Reply last = batch(token, 96);
        Reply tooMany = batch(token, 1);

        assertThat(last.status()).as(last.text()).isEqualTo(202);
        assertThat(tooMany.code()).isEqualTo("too_many_in_flight");
    }

    private Reply batch(String token, int items) {
        String item = "{\"op\":\"create\",\"path\":\"/deployments\",\"body\":" + EdgeFixture.APP + "}";
        String batch = "{\"batch\":[" + String.join(",", Collections.nCopies(items, item)) + "]}";
        return edge.send(HttpRequest.newBuilder(edge.uri("/v1/batch"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString(batch)));
    }

    @Test
    void whatIsCertainlyNotInTheLogIsUnavailableAndFreesItsPlace() {
        edge.backbone.failWith(new NotAppendedException(false, new IllegalStateException("no broker")));
        for (int i = 0; i < 300; i++) {
            assertThat(edge.post("/v1/deployments", EdgeFixture.APP).code()).isEqualTo("unavailable");
        }

        edge.backbone.failWith(new NotAppendedException(true, new IllegalStateException("too large")));
        assertThat(edge.post("/v1/deployments", EdgeFixture.APP).status()).isEqualTo(413);
    }

    @Test
    void whatMayBeInTheLogIsATimeoutThatNamesItsOperation() {
        edge.backbone.failWith(new IllegalStateException("the acknowledgement was lost"));

        Reply reply = edge.post("/v1/deployments", EdgeFixture.APP);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.header("X-RiOS-Operation")).startsWith("op_");
    }

    @Test
    void anEdgeWithoutItsPlaceInTheOutcomesIsNotReady() {
        assertThat(edge.get("/health/ready").status()).isEqualTo(200);

        edge.backbone.losePosition();

        assertThat(edge.get("/health/ready").status()).isEqualTo(503);
        assertThat(edge.get("/health").json().path("status").asText()).isEqualTo("unhealthy");
        assertThat(edge.get("/health/live").status()).isEqualTo(200);
    }
}
