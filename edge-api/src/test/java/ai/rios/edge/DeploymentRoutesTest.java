package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.schemas.query.At;
import ai.rios.schemas.topics.Headers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    @Test
    void replacingNeedsTheRevisionThatWasRead() {
        String id = edge.create("replace");
        String body = EdgeFixture.APP.replace("my-app", "replace").replace("latest", "1.29");

        Reply without = edge.send("PUT", "/v1/deployments/" + id, body);
        Reply stale = edge.send("PUT", "/v1/deployments/" + id, body, "If-Match", "\"7\"");
        Reply good = edge.send("PUT", "/v1/deployments/" + id, body, "If-Match", "\"1\"");
        Reply weak = edge.send("PUT", "/v1/deployments/" + id, body, "If-Match", "W/\"2\"");

        assertThat(without.status()).isEqualTo(428);
        assertThat(without.code()).isEqualTo("precondition_required");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().at("/error/details/currentRevision").asLong()).isEqualTo(1);
        assertThat(stale.header("X-RiOS-Operation")).startsWith("op_");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.header("ETag")).isEqualTo("\"2\"");
        assertThat(good.json().path("image").asText()).isEqualTo("nginx:1.29");
        assertThat(weak.status()).isEqualTo(412);
    }

    @Test
    void whatIsToBeCreatedOnlyIfAbsentIsRefusedWhenItIsThere() {
        String body = EdgeFixture.APP.replace("my-app", "only-once");

        Reply first = edge.post("/v1/deployments", body, "If-None-Match", "*");
        Reply second = edge.post("/v1/deployments", body, "If-None-Match", "*");
        Reply tag = edge.post("/v1/deployments", body, "If-None-Match", "\"1\"");

        assertThat(first.status()).as(first.text()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.code()).isEqualTo("revision_mismatch");
        assertThat(second.json().at("/error/details/currentRevision").asLong()).isEqualTo(1);
        assertThat(tag.status()).isEqualTo(400);
        assertThat(tag.json().at("/error/details/field").asText()).isEqualTo("If-None-Match");
    }

    @Test
    void patchingMayGoWithoutARevision() {
        String id = edge.create("patch");

        Reply reply = edge.send("PATCH", "/v1/deployments/" + id, "{\"image\": \"nginx:1.28\"}");
        Reply stale = edge.send("PATCH", "/v1/deployments/" + id, "{\"image\": \"nginx:2\"}", "If-Match", "\"1\"");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("image").asText()).isEqualTo("nginx:1.28");
        assertThat(stale.code()).isEqualTo("revision_mismatch");
    }

    @Test
    void deletingAPendingOneIsDoneAtOnceAndItsHistoryStays() {
        String id = edge.create("delete");

        Reply gone = edge.delete("/v1/deployments/" + id, "If-Match", "*");

        assertThat(gone.status()).isEqualTo(204);
        assertThat(gone.text()).isEmpty();
        assertThat(edge.get("/v1/deployments/" + id).code()).isEqualTo("not_found");
        assertThat(edge.get("/v1/deployments/" + id + "?at_revision=1").status())
                .isEqualTo(200);
        Reply events = edge.get("/v1/deployments/" + id + "/events");
        assertThat(events.json().path("items").findValuesAsText("type")).containsExactly("created", "deleted");
        assertThat(events.json().at("/items/1/actor").asText()).isEqualTo("alice");
        Reply awaited = edge.get("/v1/deployments/" + id + "?wait=1&for=deleted");
        assertThat(awaited.status()).isEqualTo(200);
        assertThat(awaited.json().path("status").asText()).isEqualTo("deleted");
        assertThat(awaited.header("X-RiOS-Wait-Satisfied")).isEqualTo("true");
    }

    @Test
    void deletingARunningOneIsUnderWay() {
        String id = edge.create("stopping");
        Reply report = edge.post("/v1/deployments/" + id + "/status", "{\"status\": \"running\"}");
        Reply again = edge.post("/v1/deployments/" + id + "/status", "{\"status\": \"running\"}");

        Reply reply = edge.delete("/v1/deployments/" + id, "If-Match", "*");

        assertThat(report.json().path("applied").asBoolean()).isTrue();
        assertThat(again.json().path("applied").asBoolean()).isFalse();
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("status").asText()).isEqualTo("stopping");
    }

    @Test
    void waitingInVainSaysSo() {
        String id = edge.create("waiting");

        Reply reply = edge.get("/v1/deployments/" + id + "?wait=1&for=running&generation=1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-RiOS-Wait-Satisfied")).isEqualTo("false");
        assertThat(edge.get("/v1/deployments/nope?wait=1&for=deleted").status()).isEqualTo(404);
        assertThat(edge.get("/v1/deployments/" + id + "?for=running").code()).isEqualTo("invalid_request");
        assertThat(edge.get("/v1/deployments/" + id + "?wait=61").code()).isEqualTo("invalid_request");
        assertThat(edge.get("/v1/deployments/" + id + "?wait=1&for=nowhere").code())
                .isEqualTo("invalid_request");
    }

    @Test
    void whatTheClientHasIsNotSentAgain() {
        String id = edge.create("known");

        Reply known = edge.get("/v1/deployments/" + id, "If-None-Match", "\"4\", W/\"1\"");
        Reply other = edge.get("/v1/deployments/" + id, "If-None-Match", "\"4\"");

        assertThat(known.status()).isEqualTo(304);
        assertThat(known.header("ETag")).isEqualTo("\"1\"");
        assertThat(known.text()).isEmpty();
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void aKeyIsCarriedOutOnceAndAnsweredAgain() {
        String body = EdgeFixture.APP.replace("my-app", "keyed");
        String reordered = """
                { "resources": {"memory": 4096, "cpu": 2.0}, "image": "nginx:latest", "name": "keyed" }""";

        Reply first = edge.post("/v1/deployments", body, "Idempotency-Key", "k-1");
        Reply repeat = edge.post("/v1/deployments", reordered, "Idempotency-Key", "k-1");
        Reply reused = edge.post("/v1/deployments", body.replace("keyed", "other"), "Idempotency-Key", "k-1");
        Reply bad = edge.post("/v1/deployments", body, "Idempotency-Key", "k 1");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(repeat.status()).as(repeat.text()).isEqualTo(201);
        assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(repeat.header("X-RiOS-Operation")).isEqualTo(first.header("X-RiOS-Operation"));
        assertThat(repeat.json()).isEqualTo(first.json());
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.code()).isEqualTo("idempotency_key_reused");
        assertThat(bad.json().at("/error/details/field").asText()).isEqualTo("Idempotency-Key");
        Reply events = edge.get("/v1/deployments/" + first.json().path("id").asText() + "/events");
        assertThat(events.json().at("/items/0/idempotency_key").asText()).isEqualTo("k-1");
    }

    @Test
    void aKeyHasAtMost128Characters() {
        String body = EdgeFixture.APP.replace("my-app", "long-key");

        Reply tooLong = edge.post("/v1/deployments", body, "Idempotency-Key", "k".repeat(129));
        Reply longest = edge.post("/v1/deployments", body, "Idempotency-Key", "k".repeat(128));

        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.json().at("/error/details/field").asText()).isEqualTo("Idempotency-Key");
        assertThat(longest.status()).as(longest.text()).isEqualTo(201);
    }

    @Test
    void aReadThatNamesALaterPositionIsRefused() {
        String id = edge.create("behind");

        Reply reply = edge.get("/v1/deployments/" + id, "X-RiOS-Min-Position", "1000000");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("projection_behind");
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.json().at("/error/retryable").asBoolean()).isTrue();
        assertThat(edge.views.lastAt()).isEqualTo(new At(1_000_000, Duration.ofSeconds(5)));
        assertThat(edge.get("/v1/deployments/" + id, "X-RiOS-Min-Position", "-1")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void valuesAreJudgedByTheDeciderAndNamed() {
        Reply reply = edge.post("/v1/deployments", EdgeFixture.APP.replace("my-app", "Not A Label"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/details/field").asText()).isEqualTo("name");
        assertThat(reply.header("X-RiOS-Operation")).startsWith("op_");
    }

    @Test
    void badValuesAreNamedBesideABadShapeEachOnce() {
        String id = edge.create("both-kinds");
        String spec = """
                {"name": "Not A Label", "image": 5, "resources": {"cpu": 65}, "env": {"A-B": "v", "C-D": 1},
                 "labels": {"k": "%s"}, "region": "EU", "replicas": 101, "x": 1}""".formatted("v".repeat(64));
        String patch = """
                {"image": "Not An Image", "resources": {"cpu": 0, "memory": "many"}, "env": {"A-B": null, "C-D": "v"}}""";
        int before = edge.backbone.commands().size();

        Reply post = edge.post("/v1/deployments", spec);
        Reply put = edge.send("PUT", "/v1/deployments/" + id, spec, "If-Match", "*");
        Reply patched = edge.send("PATCH", "/v1/deployments/" + id, patch);

        for (Reply reply : List.of(post, put)) {
            assertThat(reply.code()).isEqualTo("invalid_request");
            assertThat(reply.violations())
                    .containsExactlyInAnyOrder(
                            "name",
                            "image",
                            "resources.cpu",
                            "resources.memory",
                            "env.A-B",
                            "env.C-D",
                            "labels.k",
                            "region",
                            "replicas",
                            "x");
        }
        assertThat(patched.code()).isEqualTo("invalid_request");
        assertThat(patched.violations())
                .containsExactlyInAnyOrder("image", "resources.cpu", "resources.memory", "env.C-D");
        assertThat(edge.backbone.commands()).hasSize(before);
    }

    @Test
    void anEntryOfBadShapeCountsAsOne() {
        StringBuilder labels = new StringBuilder("\"k\": 1");
        for (int i = 0; i < 32; i++) {
            labels.append(", \"k").append(i).append("\": \"v\"");
        }

        Reply reply = edge.post(
                "/v1/deployments", "{\"name\": \"many\", \"image\": \"nginx\", \"labels\": {" + labels + "}}");

        assertThat(reply.violations()).containsExactlyInAnyOrder("labels.k", "labels");
    }
}
