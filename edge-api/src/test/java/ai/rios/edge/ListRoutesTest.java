package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListRoutesTest {
    @TempDir
    static Path folder;

    private static EdgeFixture edge;
    private static final List<String> CREATED = new ArrayList<>();

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(folder);
        for (int i = 0; i < 7; i++) {
            CREATED.add(edge.create(i % 2 == 0 ? "web-" + i : "api-" + i));
        }
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void pagesFollowOneAnotherWithoutHoleOrRepeat() {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = edge.get("/v1/deployments?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            seen.addAll(page.json().path("items").findValuesAsText("id"));
            cursor = page.json().path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));

        assertThat(seen).containsExactlyElementsOf(CREATED);
    }

    @Test
    void aPageWithoutItemsMayBeFollowedByAnother() {
        List<String> seen = new ArrayList<>();
        int pages = 0;
        String cursor = "";
        edge.views.lookAtMost(1);
        try {
            do {
                Reply page = edge.get("/v1/deployments?name%5E=api" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
                seen.addAll(page.json().path("items").findValuesAsText("name"));
                cursor = page.json().path("nextCursor").asText("");
                pages++;
            } while (!cursor.isEmpty() && !cursor.equals("null"));
        } finally {
            edge.views.lookAtMost(Integer.MAX_VALUE);
        }

        assertThat(seen).containsExactly("api-1", "api-3", "api-5");
        assertThat(pages).isGreaterThan(3);
    }

    @Test
    void aCursorIsGoodForItsOwnListOnly() {
        String cursor =
                edge.get("/v1/deployments?limit=2").json().path("nextCursor").asText();

        Reply otherFilter = edge.get("/v1/deployments?status=running&cursor=" + cursor);
        Reply otherTenant = edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments?cursor=" + cursor))
                .header("Authorization", "Bearer " + edge.token("other")));
        Reply forged = edge.get("/v1/deployments?cursor=" + cursor + "AA");

        assertThat(otherFilter.code()).isEqualTo("cursor_mismatch");
        assertThat(otherTenant.code()).isEqualTo("cursor_mismatch");
        assertThat(forged.code()).isEqualTo("invalid_request");
        assertThat(forged.json().at("/error/details/field").asText()).isEqualTo("cursor");
    }

    @Test
    void aPrefixThatIsLongerThanANameIsRefused() {
        Reply reply = edge.get("/v1/deployments?name%5E=" + "n".repeat(64));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/details/field").asText()).isEqualTo("name^");
    }

    @Test
    void filtersAndShorthandsMustAllHold() {
        Reply byShorthand = edge.get("/v1/deployments?name%5E=web&status=pending&count=true&limit=1");
        Reply byFilter = edge.get("/v1/deployments?filter=" + encode("name ^= web and replicas < 2"));
        Reply byLabel = edge.get("/v1/deployments?labels=tier:web");
        Reply wrong = edge.get("/v1/deployments?filter=" + encode("nope = 3"));

        assertThat(byShorthand.json().path("total").asInt()).isEqualTo(4);
        assertThat(byShorthand.json().path("items")).hasSize(1);
        assertThat(byFilter.json().path("items")).hasSize(4);
        assertThat(byLabel.json().path("items")).isEmpty();
        assertThat(wrong.json().at("/error/details/field").asText()).isEqualTo("filter");
    }

    /** A view would refuse it, and what a view refuses is no answer at all. */
    @Test
    void filtersThatAreTooMuchTogetherAreRefusedBeforeAViewIsAsked() {
        String labels = IntStream.range(0, 33).mapToObj(i -> "labels=a:" + i).collect(Collectors.joining("&"));
        String justLegal = encode("name != " + "n".repeat(4_080));

        Reply terms = edge.get("/v1/deployments?" + labels);
        Reply alone = edge.get("/v1/deployments?filter=" + justLegal);
        Reply length = edge.get("/v1/deployments?status=pending&filter=" + justLegal);

        assertThat(terms.status()).isEqualTo(400);
        assertThat(terms.json().at("/error/details/field").asText()).isEqualTo("filter");
        assertThat(terms.json().at("/error/message").asText()).contains("more than 32 terms");
        assertThat(alone.status()).isEqualTo(200);
        assertThat(length.status()).isEqualTo(400);
        assertThat(length.json().at("/error/message").asText()).contains("longer than 4096 characters");
    }

    @Test
    void parametersAreHeldToTheirBounds() {
        for (String query : List.of("limit=0", "limit=201", "limit=x", "count=yes", "nope=1", "limit=1&limit=2")) {
            assertThat(edge.get("/v1/deployments?" + query).code()).as(query).isEqualTo("invalid_request");
        }
    }

    @Test
    void anUnchangedListIsNotSentAgain() {
        String tag = edge.get("/v1/deployments").header("ETag");

        assertThat(edge.get("/v1/deployments", "If-None-Match", tag).status()).isEqualTo(304);
    }

    @Test
    void operationsOfARequestAreListedPageByPageToTheLast() {
        for (int i = 0; i < 120; i++) {
            edge.delete("/v1/deployments/deploy_nope", "If-Match", "*", "X-Request-ID", "many");
        }

        Reply first = edge.get("/v1/operations?request_id=many");
        String cursor = first.json().path("nextCursor").asText();
        Reply rest = edge.get("/v1/operations?request_id=many&limit=200&cursor=" + cursor);
        Reply all = edge.get("/v1/operations?request_id=many&limit=200");
        Reply other = edge.get("/v1/operations?request_id=few&cursor=" + cursor);

        List<String> seen = first.json().path("items").findValuesAsText("id");
        assertThat(seen).hasSize(50);
        seen.addAll(rest.json().path("items").findValuesAsText("id"));
        assertThat(seen).doesNotHaveDuplicates().hasSize(120);
        assertThat(rest.json().path("nextCursor").isNull()).isTrue();
        assertThat(all.json().path("items").findValuesAsText("id")).isEqualTo(seen);
        assertThat(other.code()).isEqualTo("cursor_mismatch");
        assertThat(edge.get("/v1/operations?request_id=many&limit=201").code()).isEqualTo("invalid_request");
    }

    @Test
    void allPagesHaveOneShape() {
        String id = CREATED.get(1);
        for (int i = 2; i < 6; i++) {
            edge.send("PATCH", "/v1/deployments/" + id, "{\"replicas\": " + i + "}", "X-Request-ID", "paged");
        }
        String events = "/v1/deployments/" + id + "/events?limit=3";
        String operations = "/v1/operations?request_id=paged&limit=2";

        for (String list : List.of("/v1/deployments?limit=1", events, operations)) {
            JsonNode page = edge.get(list).json();
            assertThat(names(page)).as(list).containsExactly("items", "nextCursor", "position", "watchCursor");
            assertThat(page.path("watchCursor").asText()).as(list).isNotEmpty();
        }
        JsonNode counted = edge.get(events + "&count=true").json();
        JsonNode rest = edge.get(
                        events + "&cursor=" + counted.path("nextCursor").asText())
                .json();
        JsonNode countedOperations = edge.get(operations + "&count=true").json();
        assertThat(counted.path("items")).hasSize(3);
        assertThat(counted.path("total").asInt()).isEqualTo(5);
        assertThat(rest.path("items").findValuesAsText("revision")).containsExactly("4", "5");
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        assertThat(countedOperations.path("items")).hasSize(2);
        assertThat(countedOperations.path("total").asInt()).isEqualTo(4);
        assertThat(edge.get(events + "&count=yes").code()).isEqualTo("invalid_request");
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
