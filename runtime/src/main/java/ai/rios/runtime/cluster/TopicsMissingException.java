package ai.rios.runtime.cluster;

/** Topics that a service needs do not exist, or are not made as its settings say; the message names them. */
public final class TopicsMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsMissingException(String message, Throwable cause) {
        super(message, cause);
    }

    TopicsMissingException(String message) {
        super(message);
    }
}
