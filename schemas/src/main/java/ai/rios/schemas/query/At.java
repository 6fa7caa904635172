package ai.rios.schemas.query;

import java.time.Duration;

/**
 * The state that a read asks for.
 *
 * @param minPosition tenant's sequence that the view must have reached; 0 any
 * @param maxWait how long to wait for it, 0 to 5 s
 */
public record At(long minPosition, Duration maxWait) {
    /** Whatever the view has now. */
    public static final At NOW = new At(0, Duration.ZERO);
}
