package ai.rios.edge;

import ai.rios.edge.http.Answer;
import ai.rios.edge.http.Call;
import ai.rios.edge.http.Route;
import ai.rios.runtime.health.Health;
import ai.rios.runtime.metrics.Metrics;
import ai.rios.runtime.process.Observability;
import ai.rios.runtime.process.Version;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How the process does, for people, balancers and Prometheus; open to all. Thread-safe. */
final class HealthRoutes {
    private static final String JSON = "application/json";
    private static final ObjectReader READER = JsonMapper.builder().build().reader();

    private final Observability observability;

    HealthRoutes(Observability observability) {
        this.observability = observability;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/health", JSON, this::health),
                Route.open("GET", "/health/live", JSON, this::live),
                Route.open("GET", "/health/ready", JSON, this::ready),
                Route.open("GET", "/metrics", "text/plain", this::metrics));
    }

    private Answer health(Call call) {
        Health health = observability.health();
        boolean ready = health.isReady();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", ready ? "healthy" : "unhealthy");
        body.put("version", Version.OF_THIS_BUILD);
        body.put("uptime", health.uptime().toSeconds());
        return uncached(Answer.json(ready ? 200 : 503, body));
    }

    private Answer live(Call call) {
        return report(observability.health().liveReport());
    }

    private Answer ready(Call call) {
        return report(observability.health().readyReport());
    }

    private Answer metrics(Call call) {
        return uncached(
                Answer.text(200, Metrics.CONTENT_TYPE, observability.metrics().scrape()));
    }

    private static Answer report(Health.Report report) {
        try {
            return uncached(Answer.json(report.httpStatus(), READER.readTree(report.json())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a health report is no JSON", e);
        }
    }

    private static Answer uncached(Answer answer) {
        return answer.with("Cache-Control", "no-store");
    }
}
