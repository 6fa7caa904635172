package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRoutesTest {
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
    void aBatchOfReadsGoesToTheViewsAndIsNoOperation() {
        String id = edge.create("read-by-batch");
        int before = edge.backbone.commands().size();

        Reply reply = edge.post("/v1/batch", """
                {"batch": [{"id": "a", "op": "get", "path": "/deployments/%s"},
                           {"op": "get", "path": "/deployments/deploy_nope"}]}""".formatted(id));

        assertThat(reply.status()).isEqualTo(207);
        assertThat(reply.json().at("/results/0/id").asText()).isEqualTo("a");
        assertThat(reply.json().at("/results/0/status").asInt()).isEqualTo(200);
        assertThat(reply.json().at("/results/0/body/name").asText()).isEqualTo("read-by-batch");
        assertThat(reply.json().at("/results/0/headers/ETag").asText()).isEqualTo("\"1\"");
        assertThat(reply.json().at("/results/1/body/error/code").asText()).isEqualTo("not_found");
        assertThat(reply.header("X-RiOS-Operation")).isEmpty();
        assertThat(reply.header("X-RiOS-Position")).isNotEmpty();
        assertThat(edge.backbone.commands()).hasSize(before);
    }

    @Test
    void anAtomicBatchRefusesItsReadsAlsoWhenThereIsNothingElseInIt() {
        String id = edge.create("read-at-once");
        int before = edge.backbone.commands().size();

        Reply reply = edge.post("/v1/batch", """
                {"mode": "atomic", "batch": [{"id": "a", "op": "get", "path": "/deployments/%s"},
                                             {"op": "get", "path": "/elsewhere"}]}""".formatted(id));

        JsonNode failures = reply.json().at("/error/details/failures");
        assertThat(reply.status()).as(reply.text()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("batch_aborted");
        assertThat(failures).hasSize(2);
        assertThat(failures.at("/0/id").asText()).isEqualTo("a");
        assertThat(failures.at("/0/status").asInt()).isEqualTo(400);
        assertThat(failures.at("/0/error/message").asText())
                .isEqualTo("batch[0].op must not be get in an atomic batch");
        assertThat(failures.at("/1/error/details/field").asText()).isEqualTo("batch[1].path");
        assertThat(reply.header("X-RiOS-Operation")).isEmpty();
        assertThat(edge.backbone.commands()).hasSize(before);
    }

    @Test
    void eachItemHasItsOwnAnswerAndBadShapesAreRefusedInTheirPlace() {
        String id = edge.create("changed-by-batch");

        Reply reply = edge.post("/v1/batch", """
                {"batch": [
                  {"op": "create", "path": "/deployments", "body": {"name": "by-batch", "image": "nginx"}},
                  {"op": "create", "path": "/deployments", "body": {"name": 5, "image": "nginx", "extra": 1}},
                  {"op": "patch", "path": "/deployments/%1$s", "body": {"replicas": 3}, "ifMatch": "\\"1\\""},
                  {"op": "delete", "path": "/deployments/%1$s"},
                  {"op": "fly", "path": "/deployments/%1$s"},
                  {"op": "get", "path": "/deployments/%1$s"}]}""".formatted(id));

        assertThat(reply.status()).as(reply.text()).isEqualTo(207);
        assertThat(reply.json().at("/results").findValuesAsText("status")).contains("201", "400", "200", "428");
        assertThat(reply.json().at("/results/0/headers/Location").asText()).startsWith("/v1/deployments/deploy_");
        assertThat(reply.json().at("/results/1/body/error/details/violations").findValuesAsText("field"))
                .containsExactlyInAnyOrder("batch[1].body.name", "batch[1].body.extra");
        assertThat(reply.json().at("/results/3/body/error/code").asText()).isEqualTo("precondition_required");
        assertThat(reply.json().at("/results/4/body/error/details/field").asText())
                .isEqualTo("batch[4].op");
        assertThat(reply.json().at("/results/5/body/replicas").asInt()).isEqualTo(3);
        assertThat(reply.header("X-RiOS-Operation")).startsWith("op_");
    }

    @Test
    void whenAllIsWellTheWholeIs200() {
        Reply reply = edge.post("/v1/batch", """
                {"batch": [{"op": "create", "path": "/deployments", "body": {"name": "well", "image": "nginx"}}]}""");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void anAtomicBatchThatFailsNamesEveryFailure() {
        Reply reply = edge.post("/v1/batch", """
                {"mode": "atomic", "batch": [
                  {"op": "create", "path": "/deployments", "body": {"name": "ok", "image": "nginx"}},
                  {"id": "x", "op": "create", "path": "/deployments", "body": {"image": "nginx"}},
                  {"op": "create", "path": "/elsewhere", "body": {"name": "ok2", "image": "nginx"}}]}""");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.code()).isEqualTo("batch_aborted");
        assertThat(reply.json().at("/error/details/failures")).hasSize(2);
        assertThat(reply.json().at("/error/details/failures/0/index").asInt()).isEqualTo(1);
        assertThat(reply.json().at("/error/details/failures/0/id").asText()).isEqualTo("x");
        assertThat(reply.json()
                        .at("/error/details/failures/0/error/details/field")
                        .asText())
                .isEqualTo("batch[1].body.name");
        assertThat(reply.json().at("/error/details/failures/1/status").asInt()).isEqualTo(400);
    }

    @Test
    void faultsFoundByTheDeciderAreNamedByTheirPlaceAsWell() {
        String batch = """
                "batch": [
                  {"op": "create", "path": "/deployments", "body": {"name": "in-place", "image": "nginx"}},
                  {"op": "create", "path": "/deployments", "body": {"name": "No Label", "image": "nginx"}}%s]}""";

        Reply partial = edge.post("/v1/batch", "{" + batch.formatted(""));
        Reply atomic = edge.post(
                "/v1/batch",
                "{\"mode\": \"atomic\", " + batch.formatted(", {\"op\": \"get\", \"path\": \"/deployments/x\"}"));

        JsonNode refused = partial.json().at("/results/1/body/error");
        JsonNode failures = atomic.json().at("/error/details/failures");
        for (JsonNode error : List.of(refused, failures.path(0).path("error"))) {
            assertThat(error.path("message").asText()).isEqualTo("batch[1].body.name must be a DNS label");
            assertThat(error.at("/details/field").asText()).isEqualTo("batch[1].body.name");
            assertThat(error.at("/details/violations/0/field").asText()).isEqualTo("batch[1].body.name");
        }
        assertThat(failures.at("/1/error/details/field").asText()).isEqualTo("batch[2].op");
    }

    @Test
    void anItemNamesItsFaultsThoseOfItsBodyAndTheBadValuesAtOnce() {
        Reply reply = edge.post("/v1/batch", """
                {"batch": [
                  {"op": "create", "path": "/deployments", "body": {"name": "No Label", "image": 5}},
                  {"op": "patch", "path": "/elsewhere", "ifMatch": "1", "x": 1, "body": {"replicas": 0, "y": 1}}]}""");

        assertThat(reply.json().at("/results/0/body/error/details/violations").findValuesAsText("field"))
                .containsExactlyInAnyOrder("batch[0].body.name", "batch[0].body.image");
        assertThat(reply.json().at("/results/1/body/error/details/violations").findValuesAsText("field"))
                .containsExactlyInAnyOrder(
                        "batch[1].path", "batch[1].ifMatch", "batch[1].x", "batch[1].body.replicas", "batch[1].body.y");
    }

    @Test
    void aPreconditionWhereNoneIsLookedAtIsRefused() {
        String get = "{\"op\": \"get\", \"path\": \"/deployments/x\", \"ifMatch\": \"\\\"1\\\"\"}";
        String create = "{\"op\": \"create\", \"path\": \"/deployments\", \"ifMatch\": \"*\","
                + " \"body\": {\"name\": \"preconditioned\", \"image\": \"nginx\"}}";

        Reply reply = edge.post("/v1/batch", "{\"batch\": [" + get + "," + create + "]}");

        assertThat(reply.status()).isEqualTo(207);
        for (int place = 0; place < 2; place++) {
            JsonNode result = reply.json().path("results").path(place);
            assertThat(result.path("status").asInt()).isEqualTo(400);
            assertThat(result.at("/body/error/details/field").asText()).isEqualTo("batch[" + place + "].ifMatch");
        }
    }

    @Test
    void theBatchAsAWholeMustHaveItsShape() {
        assertThat(edge.post("/v1/batch", "{\"batch\": []}").code()).isEqualTo("batch_size");
        String item = "{\"op\": \"get\", \"path\": \"/deployments/x\"}";
        assertThat(edge.post("/v1/batch", "{\"batch\": [" + (item + ",").repeat(100) + item + "]}")
                        .code())
                .isEqualTo("batch_size");
        assertThat(edge.post("/v1/batch", "{\"mode\": \"atomic\", \"atomic\": false, \"batch\": [" + item + "]}")
                        .code())
                .isEqualTo("invalid_request");
        assertThat(edge.post("/v1/batch", "{}")
                        .json()
                        .at("/error/details/field")
                        .asText())
                .isEqualTo("batch");
        String named = "{\"id\": \"a\", \"op\": \"get\", \"path\": \"/deployments/x\"}";
        assertThat(edge.post("/v1/batch", "{\"batch\": [" + named + "," + named + "]}")
                        .json()
                        .at("/error/details/field")
                        .asText())
                .isEqualTo("batch[1].id");
    }

    @Test
    void anIdMustNotBeThePlaceOfAnItemWithoutOne() {
        String named = "{\"id\": \"1\", \"op\": \"get\", \"path\": \"/deployments/x\"}";
        String unnamed = "{\"op\": \"get\", \"path\": \"/deployments/x\"}";

        Reply reply = edge.post("/v1/batch", "{\"batch\": [" + named + "," + unnamed + "]}");
        Reply ownPlace = edge.post("/v1/batch", "{\"batch\": [" + unnamed + "," + named + "]}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/details/field").asText()).isEqualTo("batch[0].id");
        assertThat(ownPlace.status()).isEqualTo(207);
    }

    @Test
    void writesOfBadShapeAreStillOneOperation() {
        String item = "{\"op\": \"create\", \"path\": \"/deployments\", \"body\": {\"image\": 5}}";
        int before = edge.backbone.commands().size();

        Reply partial = edge.post("/v1/batch", "{\"batch\": [" + item + "]}");
        Reply atomic = edge.post("/v1/batch", "{\"mode\": \"atomic\", \"batch\": [" + item + "]}");
        Reply reader = edge.send(HttpRequest.newBuilder(edge.uri("/v1/batch"))
                .header("Authorization", "Bearer " + edge.token("acme", "deployments:read"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"batch\": [" + item + "]}")));

        assertThat(partial.status()).isEqualTo(207);
        assertThat(partial.header("X-RiOS-Operation")).startsWith("op_");
        assertThat(atomic.status()).isEqualTo(409);
        assertThat(atomic.code()).isEqualTo("batch_aborted");
        assertThat(reader.status()).isEqualTo(403);
        assertThat(edge.backbone.commands()).hasSize(before + 2);
    }

    @Test
    void aBatchNeedsTheScopesOfWhatItHolds() {
        String batch = "{\"batch\": [{\"op\": \"delete\", \"path\": \"/deployments/x\", \"ifMatch\": \"*\"}]}";

        Reply reply = edge.send(HttpRequest.newBuilder(edge.uri("/v1/batch"))
                .header("Authorization", "Bearer " + edge.token("acme", "deployments:read"))
                .POST(HttpRequest.BodyPublishers.ofString(batch)));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().at("/error/details/scope").asText()).isEqualTo("deployments:write");
    }

    @Test
    void aDryRunIsPassedOnAndWritesNothing() {
        Reply reply = edge.post("/v1/batch", """
                {"dryRun": true, "batch": [
                  {"op": "create", "path": "/deployments", "body": {"name": "dry", "image": "nginx"}}]}""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(edge.backbone.commands().getLast().dryRun()).isTrue();
        assertThat(edge.get("/v1/deployments?name%5E=dry").json().path("items")).isEmpty();
    }

    private static String created(String id, String name) {
        return "{\"id\": \"%s\", \"op\": \"create\", \"path\": \"/deployments\",".formatted(id) + body(name);
    }

    private static String created(String name) {
        return "{\"op\": \"create\", \"path\": \"/deployments\"," + body(name);
    }

    private static String body(String name) {
        return " \"body\": {\"name\": \"%s\", \"image\": \"nginx\"}}".formatted(name);
    }

    private static Reply keyed(String key, String... items) {
        return edge.post("/v1/batch", "{\"batch\": [" + String.join(",", items) + "]}", "Idempotency-Key", key);
    }

    private static Reply atomic(String key, String... items) {
        String batch = "{\"mode\": \"atomic\", \"batch\": [" + String.join(",", items) + "]}";
        return edge.post("/v1/batch", batch, "Idempotency-Key", key);
    }

    private static int named(String prefix) {
        return edge.get("/v1/deployments?name%5E=" + prefix)
                .json()
                .path("items")
                .size();
    }

    /** The text at a place of every result. */
    private static List<String> each(Reply reply, String pointer) {
        return reply.json()
                .path("results")
                .valueStream()
                .map(result -> result.at(pointer).asText())
                .toList();
    }

    @Test
    void aRepeatedBatchIsCarriedOutOnceAndAnsweredAgainItemByItem() {
        Reply first = keyed("whole", created("a", "whole-a"), created("whole-b"), created("c", "No Label"));
        String reordered = """
                {"body": {"image": "nginx", "name": "whole-a"}, "path": "/deployments", "op": "create", "id": "a"}""";
        Reply repeat = keyed("whole", reordered, created("whole-b"), created("c", "No Label"));

        assertThat(each(first, "/headers/Idempotency-Replayed")).containsExactly("", "", "");
        assertThat(repeat.status()).as(repeat.text()).isEqualTo(207);
        assertThat(each(repeat, "/status")).containsExactly("201", "201", "400");
        assertThat(each(repeat, "/headers/Idempotency-Replayed")).containsExactly("true", "true", "true");
        assertThat(each(repeat, "/body/id")).isEqualTo(each(first, "/body/id"));
        assertThat(each(repeat, "/body/error/code")).isEqualTo(each(first, "/body/error/code"));
        assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(repeat.header("X-RiOS-Operation")).isEqualTo(first.header("X-RiOS-Operation"));
        assertThat(named("whole")).isEqualTo(2);
    }

    @Test
    void anItemThatIsAnotherUnderTheKeyIsRefusedAndANewOneCarriedOut() {
        Reply first = keyed("part", created("a", "part-a"), created("part-b"));

        Reply repeat = keyed("part", created("a", "part-a"), created("part-x"), created("part-c"));

        assertThat(repeat.status()).as(repeat.text()).isEqualTo(207);
        assertThat(each(repeat, "/status")).containsExactly("201", "422", "201");
        assertThat(each(repeat, "/headers/Idempotency-Replayed")).containsExactly("true", "", "");
        assertThat(each(repeat, "/body/id").getFirst())
                .isEqualTo(each(first, "/body/id").getFirst());
        assertThat(repeat.json().at("/results/1/body/error/code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(repeat.header("Idempotency-Replayed")).isEmpty();
        assertThat(repeat.header("X-RiOS-Operation")).isNotEqualTo(first.header("X-RiOS-Operation"));
        assertThat(named("part")).isEqualTo(3);
    }

    @Test
    void itemsAreKnownByTheirIdsAndWithoutOneByTheirPlace() {
        Reply first = keyed("order", created("a", "order-a"), created("b", "order-b"));
        Reply swapped = keyed("order", created("b", "order-b"), created("a", "order-a"));
        keyed("places", created("place-0"), created("place-1"));
        Reply moved = keyed("places", created("place-1"), created("place-0"));

        assertThat(each(swapped, "/headers/Idempotency-Replayed")).containsExactly("true", "true");
        assertThat(each(swapped, "/body/id")).isEqualTo(each(first, "/body/id").reversed());
        assertThat(each(moved, "/status")).containsExactly("422", "422");
        assertThat(named("order") + named("place")).isEqualTo(4);
    }

    @Test
    void anAtomicBatchIsKnownAsAWhole() {
        Reply first = atomic("one", created("a", "one-a"), created("b", "one-b"));
        Reply repeat = atomic("one", created("a", "one-a"), created("b", "one-b"));
        Reply swapped = atomic("one", created("b", "one-b"), created("a", "one-a"));
        Reply partial = keyed("one", created("a", "one-a"));

        assertThat(repeat.status()).as(repeat.text()).isEqualTo(200);
        assertThat(repeat.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(repeat.header("X-RiOS-Operation")).isEqualTo(first.header("X-RiOS-Operation"));
        assertThat(repeat.json()).isEqualTo(first.json());
        assertThat(swapped.status()).isEqualTo(422);
        assertThat(swapped.code()).isEqualTo("idempotency_key_reused");
        assertThat(each(partial, "/headers/Idempotency-Replayed")).containsExactly("");
    }

    @Test
    void theAliasOfTheModeAloneMakesABatchAtomic() {
        String batch = "{\"atomic\": %s, \"batch\": [" + created("alias-a") + "," + created("No Label") + "]}";

        Reply atomic = edge.post("/v1/batch", batch.formatted("true"));
        Reply partial = edge.post("/v1/batch", batch.formatted("false").replace("alias-a", "alias-b"));

        assertThat(atomic.code()).as(atomic.text()).isEqualTo("batch_aborted");
        assertThat(partial.status()).isEqualTo(207);
        assertThat(named("alias-a")).isZero();
        assertThat(named("alias-b")).isEqualTo(1);
    }
}
