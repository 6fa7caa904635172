package ai.rios.projections;

/** The topics that the views are made of do not exist; the message names them. */
public final class TopicsMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopicsMissingException(String message) {
        super(message);
    }
}
