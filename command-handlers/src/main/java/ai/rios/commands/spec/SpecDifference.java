package ai.rios.commands.spec;

import ai.rios.schemas.deployment.DeploymentSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which fields differ between two specs. */
public final class SpecDifference {
    private final SortedSet<String> fields = new TreeSet<>();

    private SpecDifference() {}

    /** JSON paths of all that differs, sorted; single entries of {@code env} and {@code labels} have their own. */
    public static List<String> between(DeploymentSpec before, DeploymentSpec after) {
        SpecDifference difference = new SpecDifference();
        difference.field("name", before.name(), after.name());
        difference.field("image", before.image(), after.image());
        difference.field("resources.cpu", before.cpu(), after.cpu());
        difference.field("resources.memory", before.memoryMib(), after.memoryMib());
        difference.entries("env.", before.env(), after.env());
        difference.entries("labels.", before.labels(), after.labels());
        difference.field("region", before.region(), after.region());
        difference.field("replicas", before.replicas(), after.replicas());
        difference.field("desired", before.desired(), after.desired());
        return List.copyOf(difference.fields);
    }

    private void entries(String prefix, Map<String, String> before, Map<String, String> after) {
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.forEach(name -> field(prefix + name, before.get(name), after.get(name)));
    }

    private void field(String path, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            fields.add(path);
        }
    }
}
