package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.auth.Authentication;
import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.runtime.guard.Guards;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.tracing.TracingConfig;
import ai.rios.schemas.ids.RandomIds;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a client of a version that goes hears of it: a server of two versions, seen before and after the sunset of the older. */
class RetiredVersionTest {
    private static final ApiVersion OLD = new ApiVersion(
            "2026-12-01",
            "/v1",
            LocalDate.parse("2026-12-01"),
            new ApiVersion.Retirement(
                    LocalDate.parse("2027-01-01"), LocalDate.parse("2027-07-01"), LocalDate.parse("2028-07-01")));
    private static final ApiVersion NEW = new ApiVersion("2027-01-01", "/v1", LocalDate.parse("2027-01-01"), null);

    private final Observability observability =
            Observability.open(TracingConfig.DEFAULTS, "edge", "test", InstantSource.system());
    private final Guards guards =
            new Guards(new Guards.Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10)));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        guards.close();
        observability.close();
    }

    private HttpServer serverAt(String now) {
        InstantSource clock = InstantSource.fixed(Instant.parse(now));
        RandomIds ids = new RandomIds(new SecureRandom(), clock);
        RequestMetrics log = new RequestMetrics(observability.metrics().registry(), false);
        Route route = Route.open(
                "GET", "/v1/thing", AcceptedTypes.JSON, _ -> Answer.json(200, JsonNodeFactory.instance.objectNode()));
        Exchanges exchanges = new Exchanges(
                new ApiVersions(List.of(OLD, NEW), clock), Set.of(), observability.tracing(), log, ids, clock);
        Authenticator nobody = _ -> Authentication.denied("nobody is known here");
        PositionHeader position = new PositionHeader(nobody, new TenantPositions(_ -> 0));
        FrontDoor door =
                new FrontDoor(new RouteTable(List.of(route)), exchanges, nobody, guards, 1_024, 100, 1 << 20, position);
        HttpServer.Config config = new HttpServer.Config(
                "127.0.0.1", 0, 1_024, 100, Duration.ofSeconds(10), 100, Duration.ofSeconds(5), List.of());
        return HttpServer.start(config, door, guards, new BelowRoutes(exchanges, 1_024, position).handlers());
    }

    private HttpResponse<String> get(HttpServer server, String version) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/thing"))
                .header("API-Version", version)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void answersOfADeprecatedVersionNameItsEndAndThoseOfTheNextDoNot() throws Exception {
        try (HttpServer server = serverAt("2027-02-01T00:00:00Z")) {
            HttpResponse<String> old = get(server, "2026-12-01");
            HttpResponse<String> current = get(server, "2027-01-01");

            assertThat(old.statusCode()).isEqualTo(200);
            assertThat(header(old, "API-Version")).isEqualTo("2026-12-01");
            assertThat(header(old, "Deprecation")).isEqualTo("@1814400000");
            assertThat(header(old, "Sunset")).isEqualTo("Sat, 01 Jul 2028 23:59:59 GMT");
            assertThat(header(current, "API-Version")).isEqualTo("2027-01-01");
            assertThat(header(current, "Deprecation")).isEmpty();
            assertThat(header(current, "Sunset")).isEmpty();
        }
    }

    @Test
    void afterItsSunsetItIsGoneWithTheListOfThoseThatAreServed() throws Exception {
        try (HttpServer server = serverAt("2028-07-02T00:00:00Z")) {
            HttpResponse<String> old = get(server, "2026-12-01");

            assertThat(old.statusCode()).isEqualTo(410);
            assertThat(old.body()).contains("\"version_removed\"", "\"supported\":[\"2027-01-01\"]");
            assertThat(get(server, "2027-01-01").statusCode()).isEqualTo(200);
        }
    }
}
