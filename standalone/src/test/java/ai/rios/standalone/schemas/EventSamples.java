package ai.rios.standalone.schemas;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One event of every type, the life of one deployment. */
final class EventSamples {
    static final String TENANT = "acme";
    static final String ID = "deploy_01kg9v3fzn000000000000000a";

    private static final Instant TIME = Instant.parse("2026-01-31T12:34:56.789Z");

    private EventSamples() {}

    static List<DeploymentEvent> all() {
        DeploymentSpec spec = new DeploymentSpec(
                "web",
                "nginx:1.27",
                2,
                2_048,
                Map.of("GREETING", "grüß dich"),
                Map.of("team", "shop"),
                "eu-west",
                3,
                DesiredState.RUNNING);
        return List.of(
                event(1, DeploymentStatus.PENDING, new Change.Created(spec)),
                event(2, DeploymentStatus.PENDING, new Change.SpecChanged(spec, List.of("image"))),
                event(
                        3,
                        DeploymentStatus.RUNNING,
                        new Change.StatusChanged(DeploymentStatus.STARTING, DeploymentStatus.RUNNING, null, 1)),
                event(4, DeploymentStatus.STOPPING, new Change.DeletionRequested(DeploymentStatus.RUNNING)),
                event(5, DeploymentStatus.DELETED, new Change.Deleted(DeploymentStatus.STOPPING, "done")));
    }

    private static DeploymentEvent event(long revision, DeploymentStatus status, Change change) {
        return new DeploymentEvent(
                "evt_01kg9v3fzn000000000000000c",
                TENANT,
                ID,
                revision,
                revision,
                TIME,
                new DeploymentEvent.Cause("op_01kg9v3fzn000000000000000b", "req-17", "alice", "create", null, null),
                null,
                status,
                1,
                change);
    }
}
