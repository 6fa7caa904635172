package ai.rios.commands.simulation;

/** Another writer has taken over: nothing of what this one has open counts. */
final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FencedException(String message) {
        super(message);
    }
}
