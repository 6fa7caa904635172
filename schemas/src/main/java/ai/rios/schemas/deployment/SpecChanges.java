package ai.rios.schemas.deployment;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON merge patch (RFC 7396) of a {@link DeploymentSpec} whose shape has been checked: a null component leaves its field
 * alone, a field named in {@code reset} goes back to its default. Immutable.
 *
 * @param name new name
 * @param image new image
 * @param cpu cores
 * @param memoryMib MiB
 * @param env entries to set; a null value removes the entry
 * @param labels labels to set; a null value removes the label
 * @param region new region
 * @param replicas new count
 * @param desired new desired state
 * @param reset JSON names of fields that were null in the patch: of {@code resources}, {@code resources.cpu},
 *     {@code resources.memory}, {@code env}, {@code labels}, {@code region}, {@code replicas}, {@code desired}
 */
public record SpecChanges(
        @Nullable String name,
        @Nullable String image,
        @Nullable Integer cpu,
        @Nullable Integer memoryMib,
        @Nullable Map<String, @Nullable String> env,
        @Nullable Map<String, @Nullable String> labels,
        @Nullable String region,
        @Nullable Integer replicas,
        @Nullable DesiredState desired,
        Set<String> reset) {
    /** Changes nothing. */
    public static final SpecChanges NONE =
            new SpecChanges(null, null, null, null, null, null, null, null, null, Set.of());

    // Written out, not compact: javac gives the parameters of a compact one no nested annotations, and callers in other
    // modules
    // could then not pass null values.
    public SpecChanges(
            @Nullable String name,
            @Nullable String image,
            @Nullable Integer cpu,
            @Nullable Integer memoryMib,
            @Nullable Map<String, @Nullable String> env,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable String region,
            @Nullable Integer replicas,
            @Nullable DesiredState desired,
            Set<String> reset) {
        this.name = name;
        this.image = image;
        this.cpu = cpu;
        this.memoryMib = memoryMib;
        this.env = env == null ? null : Collections.unmodifiableMap(new TreeMap<>(env));
        this.labels = labels == null ? null : Collections.unmodifiableMap(new TreeMap<>(labels));
        this.region = region;
        this.replicas = replicas;
        this.desired = desired;
        this.reset = Collections.unmodifiableSet(new TreeSet<>(reset));
    }
}
