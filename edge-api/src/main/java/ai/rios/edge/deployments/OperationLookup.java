package ai.rios.edge.deployments;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.Names;
import ai.rios.schemas.ids.Ids;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds an operation in the views. One that was just given may not be in them yet: its id tells how young it is, so that a
 * young one is looked for again for a while and is never said not to exist. Blocking; thread-safe.
 */
public final class OperationLookup {
    /** A view that is further behind than this is a fault that health tells. */
    private static final Duration YOUNG = Duration.ofSeconds(60);

    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    /** Two bits of padding and 48 bits of time. */
    private static final int TIME_CHARACTERS = 10;

    private final DeploymentQueries queries;
    private final InstantSource clock;
    private final Consumer<Duration> pause;

    /** @param pause blocks the caller for about that time */
    public OperationLookup(DeploymentQueries queries, InstantSource clock, Consumer<Duration> pause) {
        this.queries = queries;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * The operation and the position of the view that has it.
     *
     * @throws ApiException {@code not_found}, or {@code projection_behind} when it is so young that the views may not have it yet
     */
    public Answer<Operation> find(String tenant, String id, At at) {
        Answer<Optional<Operation>> found = queries.operation(tenant, id, at);
        Instant deadline = clock.instant().plus(PATIENCE);
        boolean young = isYoung(id);
        long steps = young ? PATIENCE.dividedBy(STEP) : 0;
        while (found.value().isEmpty() && steps > 0 && clock.instant().isBefore(deadline)) {
            pause.accept(STEP);
            steps--;
            found = queries.operation(tenant, id, at);
        }
        long position = found.position();
        return new Answer<>(found.value().orElseThrow(() -> absent(young, position)), position);
    }

    private static ApiException absent(boolean young, long position) {
        ApiError error = young
                ? ApiError.of(ApiCode.PROJECTION_BEHIND, "the view does not have so young an operation yet")
                        .after(RETRY_AFTER)
                : ApiError.of(ApiCode.NOT_FOUND, "there is no such operation, or it is no longer kept");
        return new ApiException(error).with(Names.POSITION, Long.toString(position));
    }

    /** Whether it was made in the last minute; or in the next, by an edge whose clock is ahead. */
    private boolean isYoung(String id) {
        if (!Ids.isId(Ids.OPERATION, id)) {
            return false;
        }
        long madeAtMs = 0;
        int start = Ids.OPERATION.length() + 1;
        for (int i = start; i < start + TIME_CHARACTERS; i++) {
            madeAtMs = madeAtMs << 5 | DIGITS.indexOf(id.charAt(i));
        }
        return Math.abs(clock.millis() - madeAtMs) < YOUNG.toMillis();
    }
}
