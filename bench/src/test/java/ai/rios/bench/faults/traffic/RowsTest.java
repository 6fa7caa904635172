package ai.rios.bench.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.deployments.DeploymentJson;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RowsTest {
    private static final Instant CREATED = Instant.parse("2026-11-24T10:30:00Z");
    private static final Instant UPDATED = Instant.parse("2026-11-24T10:31:00.123Z");

    @Test
    void aDeploymentIsTheSameRowFromAnAnswerAndFromATopic() {
        Deployment deployment = new Deployment(
                "deploy_1",
                "red",
                new DeploymentSpec(
                        "shop",
                        "nginx:1.27",
                        2,
                        512,
                        Map.of("REGION", "north"),
                        Map.of("team", "a", "tier", "web"),
                        "eu-west",
                        3,
                        DesiredState.STOPPED),
                DeploymentStatus.FAILED,
                "out of memory",
                false,
                7,
                4,
                3,
                19,
                1,
                CREATED,
                UPDATED);

        assertThat(Rows.of(DeploymentJson.of(deployment))).isEqualTo(Rows.of(deployment));
    }

    @Test
    void whatIsLeftOutIsTheSameTooAndEveryMemberOfTheSpecCounts() {
        Deployment deployment = new Deployment(
                "deploy_1",
                "red",
                DeploymentSpec.of("shop", "nginx:1.27"),
                DeploymentStatus.PENDING,
                null,
                false,
                1,
                1,
                0,
                1,
                0,
                CREATED,
                CREATED);

        assertThat(Rows.of(DeploymentJson.of(deployment))).isEqualTo(Rows.of(deployment));
        assertThat(Rows.of(deployment).spec())
                .containsOnlyKeys("image", "resources.cpu", "resources.memory", "replicas", "desired");
    }
}
