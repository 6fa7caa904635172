package ai.rios.schemas.deployment;

import ai.rios.schemas.deployment.Refusal.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The field rules of a deployment's spec. Every rule is tried, so that a caller learns all that is wrong at once. */
public final class SpecRules {
    private static final int MAX_ENV = 100;
    private static final int MAX_ENV_VALUE_BYTES = 4 * 1024;
    private static final int MAX_LABELS = 32;
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9._/-]{1,63}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9._/-]{0,63}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,32}");

    private final List<Violation> violations = new ArrayList<>();

    private SpecRules() {}

    /** Every bad field of that spec, with its JSON path, in the order of the resource's fields; empty when all is well. */
    public static List<Violation> violations(DeploymentSpec spec) {
        return violations(new SpecChanges(
                spec.name(),
                spec.image(),
                spec.cpu(),
                spec.memoryMib(),
                new TreeMap<>(spec.env()),
                new TreeMap<>(spec.labels()),
                spec.region(),
                spec.replicas(),
                spec.desired(),
                Set.of()));
    }

    /**
     * Every bad field among those that are given, as above. What is left alone or reset is not judged, nor an entry that is
     * removed; so a spec may still be bad after changes that are not.
     */
    public static List<Violation> violations(SpecChanges given) {
        SpecRules rules = new SpecRules();
        rules.matches(
                given.name(), NAME, "name", "must be a DNS label: 1 to 63 of a-z, 0-9 and -, with no - at either end");
        String image = given.image();
        rules.require(
                image == null || ImageReference.isValid(image),
                "image",
                "must be an image reference [host[:port]/]path[:tag][@digest] of at most 255 characters");
        rules.between(given.cpu(), 1, 64, "resources.cpu");
        rules.between(given.memoryMib(), 128, 1_048_576, "resources.memory");
        rules.env(set(given.env()));
        rules.labels(set(given.labels()));
        rules.matches(given.region(), REGION, "region", "must be 1 to 32 of a-z, 0-9 and -");
        rules.between(given.replicas(), 1, 100, "replicas");
        return List.copyOf(rules.violations);
    }

    /** The entries that are set, not removed. */
    private static Map<String, String> set(@Nullable Map<String, @Nullable String> entries) {
        Map<String, String> set = new TreeMap<>();
        if (entries != null) {
            entries.forEach((name, value) -> {
                if (value != null) {
                    set.put(name, value);
                }
            });
        }
        return set;
    }

    private void env(Map<String, String> env) {
        require(env.size() <= MAX_ENV, "env", "must have at most " + MAX_ENV + " entries");
        env.forEach((name, value) -> {
            matches(
                    name,
                    ENV_NAME,
                    "env." + name,
                    "must have a name of 1 to 128 letters, digits and _, not starting with a digit");
            require(
                    value.getBytes(StandardCharsets.UTF_8).length <= MAX_ENV_VALUE_BYTES,
                    "env." + name,
                    "must have a value of at most " + MAX_ENV_VALUE_BYTES + " bytes");
        });
    }

    private void labels(Map<String, String> labels) {
        require(labels.size() <= MAX_LABELS, "labels", "must have at most " + MAX_LABELS + " entries");
        labels.forEach((key, value) -> {
            matches(key, LABEL_KEY, "labels." + key, "must have a key of 1 to 63 letters, digits, ., _, / and -");
            matches(
                    value,
                    LABEL_VALUE,
                    "labels." + key,
                    "must have a value of at most 63 letters, digits, ., _, / and -");
        });
    }

    private void matches(@Nullable String text, Pattern pattern, String field, String reason) {
        require(text == null || pattern.matcher(text).matches(), field, reason);
    }

    private void between(@Nullable Integer value, int min, int max, String field) {
        require(value == null || (value >= min && value <= max), field, "must be between " + min + " and " + max);
    }

    private void require(boolean holds, String field, String reason) {
        if (!holds) {
            violations.add(new Violation(field, reason));
        }
    }
}
