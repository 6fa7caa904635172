package ai.rios.schemas.deployment;

import java.util.Locale;
import java.util.Optional;

/** What the owner wants of a deployment. */
public enum DesiredState {
    RUNNING,
    STOPPED;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The name in messages and JSON. */
    public String wire() {
        return wire;
    }

    /** The desired state with that wire name, if it is one. */
    public static Optional<DesiredState> ofWire(String wire) {
        for (DesiredState state : values()) {
            if (state.wire.equals(wire)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
