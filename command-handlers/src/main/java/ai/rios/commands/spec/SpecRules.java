package ai.rios.commands.spec;

import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.Refusal.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
        SpecRules rules = new SpecRules();
        rules.require(
                NAME.matcher(spec.name()).matches(),
                "name",
                "must be a DNS label: 1 to 63 of a-z, 0-9 and -, with no - at either end");
        rules.require(
                ImageReference.isValid(spec.image()),
                "image",
                "must be an image reference [host[:port]/]path[:tag][@digest] of at most 255 characters");
        rules.between(spec.cpu(), 1, 64, "resources.cpu");
        rules.between(spec.memoryMib(), 128, 1_048_576, "resources.memory");
        rules.env(spec.env());
        rules.labels(spec.labels());
        String region = spec.region();
        rules.require(
                region == null || REGION.matcher(region).matches(), "region", "must be 1 to 32 of a-z, 0-9 and -");
        rules.between(spec.replicas(), 1, 100, "replicas");
        return List.copyOf(rules.violations);
    }

    private void env(Map<String, String> env) {
        require(env.size() <= MAX_ENV, "env", "must have at most " + MAX_ENV + " entries");
        env.forEach((name, value) -> {
            require(
                    ENV_NAME.matcher(name).matches(),
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
            require(
                    LABEL_KEY.matcher(key).matches(),
                    "labels." + key,
                    "must have a key of 1 to 63 letters, digits, ., _, / and -");
            require(
                    LABEL_VALUE.matcher(value).matches(),
                    "labels." + key,
                    "must have a value of at most 63 letters, digits, ., _, / and -");
        });
    }

    private void between(int value, int min, int max, String field) {
        require(value >= min && value <= max, field, "must be between " + min + " and " + max);
    }

    private void require(boolean holds, String field, String reason) {
        if (!holds) {
            violations.add(new Violation(field, reason));
        }
    }
}
