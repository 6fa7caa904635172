package ai.rios.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PointsTest {
    /** Command a has event 1, b 2 to 4, timers 5 and 6. */
    private static final List<String> OPERATIONS = List.of("op_a", "op_b", "op_b", "op_b", "", "");

    private static DeploymentEvent event(String tenant, int sequence) {
        return new DeploymentEvent(
                "evt_" + sequence,
                tenant,
                "deploy_" + sequence,
                1,
                sequence,
                Instant.EPOCH,
                new DeploymentEvent.Cause(OPERATIONS.get(sequence - 1), "", "", "", null, null),
                null,
                DeploymentStatus.PENDING,
                1,
                new Change.Created(DeploymentSpec.of("web", "app:1")));
    }

    /** How many of a tenant's six events are taken. */
    private static int taken(Points points, String tenant) {
        int taken = 0;
        for (int sequence = 1; sequence <= OPERATIONS.size(); sequence++) {
            taken += points.takes(event(tenant, sequence)) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aTenantIsTakenUpToItsPointAndOthersWhole() {
        for (int sequence : new int[] {0, 1, 4, 5, 6}) {
            Points points = new Points(Map.of("acme", (long) sequence));

            assertThat(taken(points, "acme")).isEqualTo(sequence);
            assertThat(taken(points, "other")).isEqualTo(6);
            assertThatCode(points::requireReached).doesNotThrowAnyException();
            assertThat(points.reaches("acme", sequence)).isTrue();
            assertThat(points.reaches("acme", sequence + 1)).isFalse();
            assertThat(points.reaches("other", 6)).isTrue();
            assertThat(points.reaches("other", 7)).isFalse();
        }
    }

    @Test
    void aPointInTheMidstOfACommandIsRefusedWithAnotherNamed() {
        for (long sequence : new long[] {2, 3}) {
            assertThatThrownBy(() -> taken(new Points(Map.of("acme", sequence)), "acme"))
                    .hasMessageContaining("Sequence " + sequence + " of tenant acme")
                    .hasMessageContaining("op_b")
                    .hasMessageContaining("name 1 or a later one");
        }
    }

    @Test
    void aPointBehindTheBackupIsRefused() {
        Points late = new Points(Map.of("acme", 7L));
        taken(late, "acme");

        assertThatThrownBy(late::requireReached).hasMessageContaining("events up to sequence 6 in this backup, not 7");
        assertThatThrownBy(() -> new Points(Map.of("nobody", 1L)).requireReached())
                .hasMessageContaining("Tenant nobody has no events in this backup");
    }
}
