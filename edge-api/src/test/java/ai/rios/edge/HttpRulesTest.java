package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of every path: methods, forms, versions, origins, ids. */
class HttpRulesTest {
    private static final String PAGE = "https://console.example.com";

    @TempDir
    static Path folder;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(folder, config -> config.origins(PAGE));
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void anotherMethodIsRefusedWithThoseThatAreTaken() {
        Reply reply = edge.send("POST", "/v1/deployments/x", "{}");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.code()).isEqualTo("method_not_allowed");
        assertThat(reply.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, PUT");
    }

    @Test
    void optionsTellsTheMethods() {
        Reply reply = edge.send(
                HttpRequest.newBuilder(edge.uri("/v1/deployments")).method("OPTIONS", BodyPublishers.noBody()));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void headIsGetWithoutABody() {
        Reply get = edge.get("/v1/deployments");
        Reply head = edge.send(edge.request("/v1/deployments").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("Content-Length"))
                .isEqualTo(Integer.toString(get.text().length()));
        assertThat(head.header("Content-Type")).isEqualTo("application/json");
        Reply missing = edge.send(edge.request("/v1/deployments/x").method("HEAD", BodyPublishers.noBody()));
        assertThat(missing.status()).isEqualTo(404);
    }

    @Test
    void whatIsNotThereIsSaidInTheDocumentedForm() {
        for (String path : List.of("/", "/nope", "/v1", "/v1/deployments/", "/v1//deployments", "/V1/deployments")) {
            Reply reply = edge.get(path);
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.code()).as(path).isEqualTo("not_found");
        }
    }

    @Test
    void aPathWithoutAVersionIsLedToTheCurrentOne() {
        Reply reply = edge.post("/deployments?x=1", EdgeFixture.APP);
        Reply item = edge.get("/deployments/deploy_1/events");

        assertThat(reply.status()).isEqualTo(308);
        assertThat(reply.header("Location")).isEqualTo("/v1/deployments?x=1");
        assertThat(item.header("Location")).isEqualTo("/v1/deployments/deploy_1/events");
    }

    @Test
    void otherVersionsAreRefusedWithTheListOfThoseSpoken() {
        Reply path = edge.get("/v2/deployments");
        Reply header = edge.get("/v1/deployments", "API-Version", "1999-12-31");
        Reply good = edge.get("/v1/deployments", "API-Version", "2024-01-15");

        assertThat(path.status()).isEqualTo(400);
        assertThat(path.code()).isEqualTo("unsupported_version");
        assertThat(header.code()).isEqualTo("unsupported_version");
        assertThat(header.json().at("/error/details/supported/0").asText()).isEqualTo("2024-01-15");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.header("API-Version")).isEqualTo("2024-01-15");
    }

    @Test
    void aFormThatNobodyGivesIsNotAcceptable() {
        Reply reply = edge.get("/v1/deployments", "Accept", "text/html, application/json;q=0");

        assertThat(reply.status()).isEqualTo(406);
        assertThat(reply.code()).isEqualTo("not_acceptable");
        for (String accept : List.of("*/*", "application/*", "text/html, */*;q=0.1", "application/problem+json")) {
            assertThat(edge.get("/v1/deployments", "Accept", accept).status())
                    .as(accept)
                    .isEqualTo(200);
        }
    }

    @Test
    void anotherMediaTypeIsRefused() {
        Reply form = edge.send(edge.request("/v1/deployments")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=a")));
        Reply latin = edge.send(edge.request("/v1/deployments")
                .header("Content-Type", "application/json; charset=iso-8859-1")
                .POST(BodyPublishers.ofString(EdgeFixture.APP)));
        Reply merge = edge.send(edge.request("/v1/deployments/deploy_x")
                .header("Content-Type", "application/merge-patch+json; charset=UTF-8")
                .method("PATCH", BodyPublishers.ofString("{}")));

        assertThat(form.status()).isEqualTo(415);
        assertThat(form.code()).isEqualTo("unsupported_media_type");
        assertThat(latin.status()).isEqualTo(415);
        assertThat(merge.status()).isEqualTo(404);
    }

    @Test
    void errorsComeAsProblemsToWhoAsksForThem() {
        Reply reply = edge.get("/v1/deployments/x", "Accept", "application/problem+json");

        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.json().path("status").asInt()).isEqualTo(404);
        assertThat(reply.json().path("code").asText()).isEqualTo("not_found");
        assertThat(reply.json().path("type").asText()).isEqualTo("/docs/errors#not_found");
        assertThat(reply.json().path("requestId").asText()).isEqualTo(reply.header("X-Request-ID"));
    }

    @Test
    void errorsWithNothingToAddHaveEmptyDetails() {
        Reply missing = edge.get("/v1/deployments/x");
        Reply method = edge.send("POST", "/v1/deployments/x", "{}");
        Reply stranger = edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments")));
        Reply problem = edge.get("/v1/deployments/x", "Accept", "application/problem+json");

        assertThat(missing.json().at("/error/details")).isEqualTo(EdgeFixture.JSON.createObjectNode());
        assertThat(method.json().at("/error/details")).isEqualTo(EdgeFixture.JSON.createObjectNode());
        assertThat(stranger.json().at("/error/details")).isEqualTo(EdgeFixture.JSON.createObjectNode());
        assertThat(problem.json().path("details")).isEqualTo(EdgeFixture.JSON.createObjectNode());
    }

    @Test
    void listedOriginsAreToldSoAndOthersAreNot() {
        Reply preflight = preflight(PAGE);
        Reply strange = preflight("https://evil.example");
        Reply actual = edge.send(edge.request("/v1/deployments").header("Origin", PAGE));
        Reply strangeActual = edge.send(edge.request("/v1/deployments").header("Origin", "https://evil.example"));

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("Authorization", "If-Match");
        assertThat(strange.status()).isEqualTo(403);
        assertThat(strange.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(actual.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(actual.header("Access-Control-Expose-Headers")).contains("X-RiOS-Position");
        assertThat(actual.header("Vary")).contains("Origin");
        assertThat(strangeActual.header("Access-Control-Allow-Origin")).isEmpty();
    }

    private static Reply preflight(String origin) {
        return edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments"))
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    @Test
    void idsAreTakenMadeAndGivenBack() {
        Reply made = edge.get("/v1/deployments");
        Reply own = edge.get("/v1/deployments", "X-Request-ID", "mine-1", "X-Trace-ID", "trace_xyz789");
        Reply adopted = edge.get("/v1/deployments", "X-Trace-ID", "0af7651916cd43dd8448eb211c80319c");
        Reply parent = edge.get(
                "/v1/deployments",
                "traceparent",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "X-Trace-ID",
                "0af7651916cd43dd8448eb211c80319c");
        Reply bad = edge.get("/v1/deployments", "X-Request-ID", "no good");

        assertThat(made.header("X-Request-ID")).startsWith("req_");
        assertThat(made.header("X-Trace-ID")).matches("[0-9a-f]{32}");
        assertThat(made.header("X-Span-ID")).matches("[0-9a-f]{16}");
        assertThat(made.header("traceparent"))
                .startsWith("00-" + made.header("X-Trace-ID") + '-' + made.header("X-Span-ID"));
        assertThat(own.header("X-Request-ID")).isEqualTo("mine-1");
        assertThat(own.header("X-Trace-ID")).isEqualTo("trace_xyz789");
        assertThat(adopted.header("X-Trace-ID")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(parent.header("X-Trace-ID")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.json().at("/error/details/field").asText()).isEqualTo("X-Request-ID");
        assertThat(bad.header("X-Request-ID")).startsWith("req_");
    }

    @Test
    void metricsCountRequestsErrorsAndBytesByRoute() {
        List<String> route = List.of("method=\"POST\"", "route=\"/v1/deployments/{id}/status\"");
        List<String> failed = List.of(route.getFirst(), route.getLast(), "status=\"404\"");
        String body = "{\"status\":\"running\"}";
        String before = edge.get("/metrics").text();

        Reply reply = edge.post("/v1/deployments/deploy_unknown/status", body);

        String after = edge.get("/metrics").text();
        assertThat(reply.status()).as(reply.text()).isEqualTo(404);
        assertThat(grown(before, after, "rios_http_requests_seconds_count", failed))
                .isEqualTo(1);
        assertThat(grown(before, after, "rios_http_request_bytes_total", route)).isEqualTo(body.length());
        assertThat(grown(before, after, "rios_http_response_bytes_total", route))
                .isEqualTo(reply.text().length());
        assertThat(series(after, "rios_http_requests_seconds", failed))
                .extracting(line -> line.replaceFirst(".*quantile=\"([^\"]+)\".*", "$1"))
                .containsExactlyInAnyOrder("0.5", "0.9", "0.99");
        assertThat(after).doesNotContain("deploy_unknown");
    }

    private static double grown(String before, String after, String name, List<String> labels) {
        return value(after, name, labels) - value(before, name, labels);
    }

    /** Value of the only series with these labels; 0 when there is none yet. */
    private static double value(String metrics, String name, List<String> labels) {
        List<String> found = series(metrics, name, labels);
        assertThat(found).hasSizeLessThan(2);
        return found.isEmpty() ? 0 : Double.parseDouble(found.getFirst().replaceFirst(".* ", ""));
    }

    private static List<String> series(String metrics, String name, List<String> labels) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + '{') && labels.stream().allMatch(line::contains))
                .toList();
    }

    @Test
    void healthSaysStatusVersionAndUptime() {
        Reply reply = edge.send(HttpRequest.newBuilder(edge.uri("/health")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asText()).isEqualTo("healthy");
        assertThat(reply.json().path("version").isTextual()).isTrue();
        assertThat(reply.json().path("uptime").isIntegralNumber()).isTrue();
    }

    @Test
    void anOrdinaryRequestToASocketsPathIsToldToUpgrade() {
        Reply reply = edge.get("/v1/stream");

        assertThat(reply.status()).isEqualTo(426);
        assertThat(reply.code()).isEqualTo("upgrade_required");
    }

    @Test
    void aTicketIsForOnePath() {
        Reply reply = edge.post("/v1/tickets", "{\"path\": \"/v1/stream\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("ticket").asText()).isNotEmpty();
        assertThat(reply.json().path("path").asText()).isEqualTo("/v1/stream");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(edge.post("/v1/tickets", "{\"path\": \"/elsewhere\"}").status())
                .isEqualTo(400);
    }

    @Test
    void thePagesForPeopleNeedNoOtherHost() {
        for (String path : List.of("/docs", "/docs/docs.js", "/docs/docs.css", "/docs/errors")) {
            Reply reply = edge.send(HttpRequest.newBuilder(edge.uri(path)));
            assertThat(reply.status()).as(path).isEqualTo(200);
            assertThat(reply.text()).as(path).doesNotContain("http://", "https://");
            assertThat(reply.header("Content-Security-Policy")).contains("default-src 'none'");
        }
    }

    @Test
    void aFailureOfOursIsToldWithoutItsReason() {
        edge.views.failWith(new IllegalStateException("secret"));
        try {
            Reply reply = edge.get("/v1/deployments/x");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.code()).isEqualTo("internal");
            assertThat(reply.text()).doesNotContain("secret");
        } finally {
            edge.views.recover();
        }
    }
}
