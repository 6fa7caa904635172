package ai.rios.schemas.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.Refusal.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecRulesTest {
    @ParameterizedTest
    @CsvSource({
        "1, 128, 1, true",
        "64, 1048576, 100, true",
        "0, 128, 1, false",
        "65, 128, 1, false",
        "1, 127, 1, false",
        "1, 1048577, 1, false",
        "1, 128, 0, false",
        "1, 128, 101, false"
    })
    void numbersHaveBothBoundsIncluded(int cpu, int memory, int replicas, boolean valid) {
        DeploymentSpec spec =
                new DeploymentSpec("web", "app", cpu, memory, Map.of(), Map.of(), null, replicas, DesiredState.RUNNING);

        assertThat(SpecRules.violations(spec).isEmpty()).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({"a, true", "a-b, true", "0, true", "-a, false", "a-, false", "A, false", "a.b, false", "'', false"})
    void namesAreDnsLabels(String name, boolean valid) {
        assertThat(SpecRules.violations(DeploymentSpec.of(name, "app")).isEmpty())
                .isEqualTo(valid);
        assertThat(SpecRules.violations(DeploymentSpec.of("a".repeat(63), "app")))
                .isEmpty();
        assertThat(SpecRules.violations(DeploymentSpec.of("a".repeat(64), "app")))
                .hasSize(1);
    }

    @Test
    void aReasonSaysWhatTheValueMustBe() {
        DeploymentSpec spec =
                new DeploymentSpec("web", "app", 0, 1024, Map.of(), Map.of(), null, 1, DesiredState.RUNNING);

        assertThat(SpecRules.violations(spec))
                .containsExactly(new Violation("resources.cpu", "must be between 1 and 64"));
    }

    @Test
    void environmentAndLabelsHaveTheirBounds() {
        assertThat(fields(numbered("V", 100, "v"), Map.of(), null)).isEmpty();
        assertThat(fields(numbered("V", 101, "v"), Map.of(), null)).containsExactly("env");
        assertThat(fields(Map.of("A", "é".repeat(2048)), Map.of(), null)).isEmpty();
        assertThat(fields(Map.of("A", "é".repeat(2049)), Map.of(), null)).containsExactly("env.A");
        assertThat(fields(Map.of("A-B", "v"), Map.of(), null)).containsExactly("env.A-B");
        String longest = "_" + "A".repeat(127);
        assertThat(fields(Map.of(longest, "v"), Map.of(), null)).isEmpty();
        assertThat(fields(Map.of(longest + "A", "v"), Map.of(), null)).containsExactly("env." + longest + "A");
        assertThat(fields(Map.of("9A", "v"), Map.of(), null)).containsExactly("env.9A");
        assertThat(fields(Map.of(), numbered("l", 32, "v"), null)).isEmpty();
        assertThat(fields(Map.of(), numbered("l", 33, "v"), null)).containsExactly("labels");
        assertThat(fields(Map.of(), Map.of("k", "x".repeat(64)), null)).containsExactly("labels.k");
        assertThat(fields(Map.of(), Map.of("k", ""), null)).isEmpty();
        assertThat(fields(Map.of(), Map.of("k", "x".repeat(63)), null)).isEmpty();
        assertThat(fields(Map.of(), Map.of(), "EU")).containsExactly("region");
        assertThat(fields(Map.of(), Map.of(), "")).containsExactly("region");
        assertThat(fields(Map.of(), Map.of(), "r".repeat(33))).containsExactly("region");
        assertThat(fields(Map.of(), Map.of(), "r".repeat(32))).isEmpty();
        assertThat(fields(Map.of(), Map.of(), "eu-west-1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AZaz09, true",
        "._/-, true",
        "'', false",
        "a b, false",
        "a:b, false",
        "a@b, false",
        "a`b, false",
        "a{b, false",
        "ä, false"
    })
    void keysOfLabelsAreOfOneAlphabet(String key, boolean valid) {
        assertThat(fields(Map.of(), Map.of(key, "v"), null).isEmpty()).isEqualTo(valid);
    }

    @Test
    void keysOfLabelsHaveAtMost63Characters() {
        assertThat(fields(Map.of(), Map.of("k".repeat(63), "v"), null)).isEmpty();
        assertThat(fields(Map.of(), Map.of("k".repeat(64), "v"), null)).containsExactly("labels." + "k".repeat(64));
    }

    @Test
    void ofChangesOnlyWhatIsGivenIsJudged() {
        Map<String, @Nullable String> env = new HashMap<>();
        env.put("not a name", null);
        env.put("A-B", "v");
        SpecChanges changes =
                new SpecChanges(null, "No Image", 65, null, env, null, "EU", null, null, Set.of("labels", "replicas"));

        assertThat(SpecRules.violations(SpecChanges.NONE)).isEmpty();
        assertThat(SpecRules.violations(changes))
                .extracting(Violation::field)
                .containsExactly("image", "resources.cpu", "env.A-B", "region");
    }

    private static List<String> fields(Map<String, String> env, Map<String, String> labels, @Nullable String region) {
        return SpecRules.violations(
                        new DeploymentSpec("web", "app", 1, 1024, env, labels, region, 1, DesiredState.RUNNING))
                .stream()
                .map(Violation::field)
                .toList();
    }

    private static Map<String, String> numbered(String prefix, int count, String value) {
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; i < count; i++) {
            entries.put(prefix + i, value);
        }
        return entries;
    }
}
