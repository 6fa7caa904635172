package ai.rios.schemas.deployment;

import java.util.Locale;
import java.util.Optional;

/** Where a deployment stands. Which status may follow which is the decider's rule; {@link #DELETED} is final. */
public enum DeploymentStatus {
    PENDING,
    ASSIGNED,
    STARTING,
    RUNNING,
    FAILED,
    STOPPING,
    STOPPED,
    DELETED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The name in messages and JSON, such as {@code pending}. */
    public String wire() {
        return wire;
    }

    /** The status with that wire name, if it is one. */
    public static Optional<DeploymentStatus> ofWire(String wire) {
        for (DeploymentStatus status : values()) {
            if (status.wire.equals(wire)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
