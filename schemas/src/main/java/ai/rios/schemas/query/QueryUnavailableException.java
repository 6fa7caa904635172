package ai.rios.schemas.query;

import org.jspecify.annotations.Nullable;

/** No projection can answer for the tenant now: all that hold its partition are down, or it is on the move. */
public final class QueryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
