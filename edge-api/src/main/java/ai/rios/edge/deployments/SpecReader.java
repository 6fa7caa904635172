package ai.rios.edge.deployments;

import ai.rios.edge.json.Shape;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.SpecChanges;
import ai.rios.schemas.deployment.SpecRules;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client may set of a deployment. Only a bad shape is refused here, with the bad values beside it; where the shape is
 * good, the decider judges the values.
 */
public final class SpecReader {
    private static final Set<String> READ_ONLY = Set.of(
            "id", "status", "reason", "revision", "generation", "observed_generation", "created_at", "updated_at");
    private static final String REGION = "region";
    private static final String RESOURCES = "resources";

    private SpecReader() {}

    /**
     * A whole spec: what is left out has its default.
     *
     * @param path under which faults are reported; empty for a request's own body
     * @throws ai.rios.edge.errors.ApiException {@code invalid_request} with every fault of the shape
     */
    public static DeploymentSpec spec(JsonNode body, String path) {
        return spec(Shape.of(body, path));
    }

    /** As {@link #spec(JsonNode, String)}, of an object inside of another, whose faults are told with this one's. */
    public static DeploymentSpec spec(Shape shape) {
        shape.readOnly(READ_ONLY).required("name").required("image");
        String name = shape.text("name");
        String image = shape.text("image");
        Integer cpu = null;
        Integer memory = null;
        Shape resources = shape.object(RESOURCES);
        if (resources != null) {
            resources.required("cpu").required("memory");
            cpu = resources.whole("cpu");
            memory = resources.whole("memory");
            resources.refuseOthers();
        }
        Map<String, @Nullable String> env = shape.texts("env", false);
        Map<String, @Nullable String> labels = shape.texts("labels", false);
        String region = shape.isNull(REGION) ? null : shape.text(REGION);
        Integer replicas = shape.whole("replicas");
        DesiredState desired = desired(shape);
        SpecChanges given = new SpecChanges(name, image, cpu, memory, env, labels, region, replicas, desired, Set.of());
        shape.close(() -> SpecRules.violations(given));
        return new DeploymentSpec(
                Objects.requireNonNull(name),
                Objects.requireNonNull(image),
                Objects.requireNonNullElse(cpu, DeploymentSpec.DEFAULT_CPU),
                Objects.requireNonNullElse(memory, DeploymentSpec.DEFAULT_MEMORY_MIB),
                wholeTexts(env),
                wholeTexts(labels),
                region,
                Objects.requireNonNullElse(replicas, DeploymentSpec.DEFAULT_REPLICAS),
                Objects.requireNonNullElse(desired, DesiredState.RUNNING));
    }

    /**
     * A merge patch (RFC 7396): null takes a field back to its default.
     *
     * @param path under which faults are reported; empty for a request's own body
     * @throws ai.rios.edge.errors.ApiException {@code invalid_request} with every fault of the shape
     */
    public static SpecChanges changes(JsonNode body, String path) {
        return changes(Shape.of(body, path));
    }

    /** As {@link #changes(JsonNode, String)}, of an object inside of another, whose faults are told with this one's. */
    public static SpecChanges changes(Shape shape) {
        shape.readOnly(READ_ONLY);
        Set<String> reset = new HashSet<>();
        String name = shape.text("name");
        String image = shape.text("image");
        Integer cpu = null;
        Integer memory = null;
        if (!resets(shape, RESOURCES, RESOURCES, reset)) {
            Shape resources = shape.object(RESOURCES);
            if (resources != null) {
                cpu = resets(resources, "cpu", "resources.cpu", reset) ? null : resources.whole("cpu");
                memory = resets(resources, "memory", "resources.memory", reset) ? null : resources.whole("memory");
                resources.refuseOthers();
            }
        }
        Map<String, @Nullable String> env = resets(shape, "env", "env", reset) ? null : shape.texts("env", true);
        Map<String, @Nullable String> labels =
                resets(shape, "labels", "labels", reset) ? null : shape.texts("labels", true);
        String region = resets(shape, REGION, REGION, reset) ? null : shape.text(REGION);
        Integer replicas = resets(shape, "replicas", "replicas", reset) ? null : shape.whole("replicas");
        DesiredState desired = resets(shape, "desired", "desired", reset) ? null : desired(shape);
        SpecChanges changes = new SpecChanges(name, image, cpu, memory, env, labels, region, replicas, desired, reset);
        shape.close(() -> SpecRules.violations(changes));
        return changes;
    }

    private static boolean resets(Shape shape, String name, String path, Set<String> reset) {
        boolean isNull = shape.isNull(name);
        if (isNull) {
            reset.add(path);
        }
        return isNull;
    }

    private static @Nullable DesiredState desired(Shape shape) {
        String text = shape.text("desired");
        if (text == null) {
            return null;
        }
        DesiredState desired = DesiredState.ofWire(text).orElse(null);
        if (desired == null) {
            shape.refuse("desired", "must be running or stopped");
        }
        return desired;
    }

    private static Map<String, String> wholeTexts(@Nullable Map<String, @Nullable String> texts) {
        Map<String, String> whole = new HashMap<>();
        if (texts != null) {
            texts.forEach((name, value) -> whole.put(name, Objects.requireNonNull(value)));
        }
        return whole;
    }
}
