package ai.rios.commands.spec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.SpecChanges;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergePatchTest {
    private static final DeploymentSpec FULL = new DeploymentSpec(
            "web",
            "app:1",
            4,
            4096,
            Map.of("A", "1", "B", "2"),
            Map.of("tier", "front"),
            "eu",
            3,
            DesiredState.STOPPED);

    @Test
    void whatIsNotNamedStays() {
        assertThat(MergePatch.apply(FULL, SpecChanges.NONE)).isEqualTo(FULL);
    }

    @Test
    void entriesAreSetAndRemovedOneByOne() {
        Map<String, @Nullable String> env = new HashMap<>();
        env.put("A", null);
        env.put("C", "3");

        DeploymentSpec patched =
                MergePatch.apply(FULL, new SpecChanges(null, null, null, null, env, null, null, null, null, Set.of()));

        assertThat(patched.env()).isEqualTo(Map.of("B", "2", "C", "3"));
        assertThat(SpecDifference.between(FULL, patched)).containsExactly("env.A", "env.C");
    }

    @Test
    void nullGoesBackToTheDefault() {
        DeploymentSpec patched = MergePatch.apply(
                FULL,
                new SpecChanges(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Set.of("resources", "env", "labels", "region", "replicas", "desired")));

        assertThat(patched).isEqualTo(DeploymentSpec.of("web", "app:1"));
    }

    @Test
    void oneResourceGoesBackAloneAndAnotherIsSet() {
        DeploymentSpec patched = MergePatch.apply(
                FULL, new SpecChanges(null, null, null, 8192, null, null, null, null, null, Set.of("resources.cpu")));

        assertThat(patched.cpu()).isEqualTo(1);
        assertThat(patched.memoryMib()).isEqualTo(8192);
    }
}
