package ai.rios.schemas.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentTest {
    private static final Instant TIME = Instant.parse("2026-05-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PENDING, RUNNING, 0, false",
        "PENDING, STOPPED, 0, true",
        "ASSIGNED, RUNNING, 0, false",
        "STARTING, RUNNING, 1, false",
        "RUNNING, RUNNING, 1, false",
        "RUNNING, RUNNING, 2, true",
        "FAILED, RUNNING, 2, false",
        "FAILED, STOPPED, 1, true",
        "STOPPING, STOPPED, 2, false",
        "STOPPED, STOPPED, 1, true",
        "DELETED, RUNNING, 0, true"
    })
    void itIsSettledWhenNothingMoreHappensByItself(
            DeploymentStatus status, DesiredState desired, long observed, boolean settled) {
        DeploymentSpec spec = new DeploymentSpec("web", "img/x", 1, 1024, Map.of(), Map.of(), null, 1, desired);

        Deployment second =
                new Deployment("deploy_1", "acme", spec, status, null, false, 5, 2, observed, 5, 0, TIME, TIME);

        assertThat(second.isSettled()).isEqualTo(settled);
    }
}
