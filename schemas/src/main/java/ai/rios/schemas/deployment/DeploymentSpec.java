package ai.rios.schemas.deployment;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client may set of a deployment. A carrier: it holds whatever was asked for, valid or not; the decider judges it.
 * Immutable.
 *
 * @param name a DNS label, unique among the tenant's living deployments
 * @param image container image reference
 * @param cpu cores, 1 to 64
 * @param memoryMib MiB, 128 to 1,048,576
 * @param env environment variables, in order of their names
 * @param labels labels, in order of their keys
 * @param region where it is to run; null anywhere
 * @param replicas 1 to 100
 * @param desired what the owner wants
 */
public record DeploymentSpec(
        String name,
        String image,
        int cpu,
        int memoryMib,
        Map<String, String> env,
        Map<String, String> labels,
        @Nullable String region,
        int replicas,
        DesiredState desired) {
    /** Cores when {@code resources} is left out. */
    public static final int DEFAULT_CPU = 1;

    /** MiB when {@code resources} is left out. */
    public static final int DEFAULT_MEMORY_MIB = 1024;

    /** Replicas when left out. */
    public static final int DEFAULT_REPLICAS = 1;

    public DeploymentSpec {
        env = Collections.unmodifiableMap(new TreeMap<>(env));
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** A spec with that name and image and the defaults for all else. */
    public static DeploymentSpec of(String name, String image) {
        return new DeploymentSpec(
                name,
                image,
                DEFAULT_CPU,
                DEFAULT_MEMORY_MIB,
                Map.of(),
                Map.of(),
                null,
                DEFAULT_REPLICAS,
                DesiredState.RUNNING);
    }
}
