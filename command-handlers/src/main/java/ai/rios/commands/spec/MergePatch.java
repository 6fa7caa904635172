package ai.rios.commands.spec;

import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.SpecChanges;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applies a JSON merge patch (RFC 7396) to a spec. What is reset goes back to its default before anything is set. */
public final class MergePatch {
    private MergePatch() {}

    /** The spec with those changes; it is not judged here. */
    public static DeploymentSpec apply(DeploymentSpec spec, SpecChanges changes) {
        boolean resourcesReset = changes.reset().contains("resources");
        return new DeploymentSpec(
                orElse(changes.name(), spec.name()),
                orElse(changes.image(), spec.image()),
                orElse(
                        changes.cpu(),
                        resourcesReset || resets(changes, "resources.cpu") ? DeploymentSpec.DEFAULT_CPU : spec.cpu()),
                orElse(
                        changes.memoryMib(),
                        resourcesReset || resets(changes, "resources.memory")
                                ? DeploymentSpec.DEFAULT_MEMORY_MIB
                                : spec.memoryMib()),
                merge(resets(changes, "env") ? Map.of() : spec.env(), changes.env()),
                merge(resets(changes, "labels") ? Map.of() : spec.labels(), changes.labels()),
                region(spec, changes),
                orElse(
                        changes.replicas(),
                        resets(changes, "replicas") ? DeploymentSpec.DEFAULT_REPLICAS : spec.replicas()),
                orElse(changes.desired(), resets(changes, "desired") ? DesiredState.RUNNING : spec.desired()));
    }

    /** Whether the patch names the desired state, be it unchanged. */
    public static boolean namesDesired(SpecChanges changes) {
        return changes.desired() != null || resets(changes, "desired");
    }

    private static @Nullable String region(DeploymentSpec spec, SpecChanges changes) {
        if (changes.region() != null) {
            return changes.region();
        }
        return resets(changes, "region") ? null : spec.region();
    }

    private static boolean resets(SpecChanges changes, String field) {
        return changes.reset().contains(field);
    }

    private static Map<String, String> merge(
            Map<String, String> before, @Nullable Map<String, @Nullable String> changes) {
        if (changes == null) {
            return before;
        }
        Map<String, String> merged = new TreeMap<>(before);
        changes.forEach((name, value) -> {
            if (value == null) {
                merged.remove(name);
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
