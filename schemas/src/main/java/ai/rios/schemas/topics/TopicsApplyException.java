package ai.rios.schemas.topics;

import org.jspecify.annotations.Nullable;

/** The cluster or the registry cannot be made what the catalogue says. The message is one sentence for the operator. */
public final class TopicsApplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicsApplyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
