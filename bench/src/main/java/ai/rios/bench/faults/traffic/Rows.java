package ai.rios.bench.faults.traffic;

import ai.rios.bench.faults.history.Row;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentSpec;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Deployments as the edge's JSON and the topics' records have them, in the one form that the checker compares. Stateless. */
public final class Rows {
    private Rows() {}

    /** A deployment of an answer. */
    static Row of(JsonNode json) {
        SortedMap<String, String> spec = new TreeMap<>();
        put(spec, "image", json.path("image"));
        put(spec, "resources.cpu", json.path("resources").path("cpu"));
        put(spec, "resources.memory", json.path("resources").path("memory"));
        json.path("env").properties().forEach(entry -> put(spec, "env." + entry.getKey(), entry.getValue()));
        json.path("labels").properties().forEach(entry -> put(spec, "labels." + entry.getKey(), entry.getValue()));
        put(spec, "region", json.path("region"));
        put(spec, "replicas", json.path("replicas"));
        put(spec, "desired", json.path("desired"));
        return new Row(
                json.path("id").asText(),
                json.path("name").asText(),
                spec,
                json.path("status").asText(),
                json.path("reason").asText(""),
                json.path("revision").asLong(),
                json.path("generation").asLong(),
                json.path("observed_generation").asLong(),
                Instant.parse(json.path("created_at").asText()),
                Instant.parse(json.path("updated_at").asText()));
    }

    /** A deployment of the snapshots topic. */
    public static Row of(Deployment deployment) {
        return new Row(
                deployment.id(),
                deployment.spec().name(),
                spec(deployment.spec()),
                deployment.status().wire(),
                orEmpty(deployment.reason()),
                deployment.revision(),
                deployment.generation(),
                deployment.observedGeneration(),
                deployment.createdAt(),
                deployment.updatedAt());
    }

    /** Every member of a spec but the name. */
    public static SortedMap<String, String> spec(DeploymentSpec spec) {
        SortedMap<String, String> members = new TreeMap<>();
        members.put("image", spec.image());
        members.put("resources.cpu", Integer.toString(spec.cpu()));
        members.put("resources.memory", Integer.toString(spec.memoryMib()));
        spec.env().forEach((name, value) -> members.put("env." + name, value));
        spec.labels().forEach((key, value) -> members.put("labels." + key, value));
        if (spec.region() != null) {
            members.put("region", spec.region());
        }
        members.put("replicas", Integer.toString(spec.replicas()));
        members.put("desired", spec.desired().wire());
        return members;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static void put(SortedMap<String, String> spec, String member, JsonNode value) {
        if (!value.isNull() && !value.isMissingNode()) {
            spec.put(member, value.asText());
        }
    }
}
