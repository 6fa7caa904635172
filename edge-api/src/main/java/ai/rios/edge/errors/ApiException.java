package ai.rios.edge.errors;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with an error. Thrown on the way from a route to the front door, where it becomes the answer; it carries no
 * stack, for it tells of the client's doing, not of a fault of ours.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;
    private final transient Map<String, String> headers;

    public ApiException(ApiError error) {
        this(error, Map.of(), null);
    }

    /**
     * @param headers of the answer, such as {@code Allow}
     * @param cause for the log; null when there is none
     */
    public ApiException(ApiError error, Map<String, String> headers, @Nullable Throwable cause) {
        super(error.message(), cause, false, false);
        this.error = error;
        this.headers = Map.copyOf(headers);
    }

    public ApiException(ApiCode code, String message) {
        this(ApiError.of(code, message));
    }

    /** What to answer. */
    public ApiError error() {
        return error;
    }

    /** Headers to answer with. */
    public Map<String, String> headers() {
        return headers;
    }

    /** This with one more header. */
    public ApiException with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiException(error, more, getCause());
    }
}
