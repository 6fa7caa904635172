package ai.rios.edge.deployments;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Deployments and their events as clients see them: snake case, times in RFC 3339. */
public final class DeploymentJson {
    private DeploymentJson() {}

    /** The resource. */
    public static ObjectNode of(Deployment deployment) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", deployment.id());
        addSpec(json, deployment.spec());
        json.put("status", deployment.status().wire());
        json.put("reason", deployment.reason());
        json.put("revision", deployment.revision());
        json.put("generation", deployment.generation());
        json.put("observed_generation", deployment.observedGeneration());
        json.put("created_at", deployment.createdAt().toString());
        json.put("updated_at", deployment.updatedAt().toString());
        return json;
    }

    /** One entry of the history. */
    public static ObjectNode of(DeploymentEvent event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("event_id", event.eventId());
        json.put("type", event.change().type());
        json.put("deployment_id", event.deploymentId());
        json.put("revision", event.revision());
        json.put("sequence", event.sequence());
        json.put("time", event.time().toString());
        json.put("status", event.status().wire());
        json.put("generation", event.generation());
        DeploymentEvent.Cause cause = event.cause();
        json.put("command", cause.command());
        json.put("actor", cause.actor());
        json.put("idempotency_key", cause.idempotencyKey());
        json.put("operation", emptyToNull(cause.operation()));
        json.put("request_id", emptyToNull(cause.requestId()));
        if (event.batch() != null) {
            json.putObject("batch")
                    .put("id", event.batch().batchId())
                    .put("index", event.batch().index())
                    .put("size", event.batch().size());
        }
        addChange(json, event.change());
        return json;
    }

    private static void addSpec(ObjectNode json, DeploymentSpec spec) {
        json.put("name", spec.name());
        json.put("image", spec.image());
        json.putObject("resources").put("cpu", spec.cpu()).put("memory", spec.memoryMib());
        addTexts(json.putObject("env"), spec.env());
        addTexts(json.putObject("labels"), spec.labels());
        json.put("region", spec.region());
        json.put("replicas", spec.replicas());
        json.put("desired", spec.desired().wire());
    }

    private static void addChange(ObjectNode json, Change change) {
        switch (change) {
            case Change.Created(DeploymentSpec spec) -> addSpec(json.putObject("spec"), spec);
            case Change.SpecChanged changed -> {
                addSpec(json.putObject("spec"), changed.spec());
                ArrayNode fields = json.putArray("changed_fields");
                changed.changedFields().forEach(fields::add);
            }
            case Change.StatusChanged changed -> {
                json.put("from", changed.from().wire());
                json.put("reason", changed.reason());
                json.put("observed_generation", changed.observedGeneration());
            }
            case Change.DeletionRequested requested ->
                json.put("from", requested.from().wire());
            case Change.Deleted deleted -> {
                json.put("from", deleted.from().wire());
                json.put("reason", deleted.reason());
            }
            case Change.Unrecognized _ -> json.put("recognized", false);
        }
    }

    private static void addTexts(ObjectNode json, Map<String, String> texts) {
        texts.forEach(json::put);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
