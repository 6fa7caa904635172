package ai.rios.standalone.cli;

/** The command line cannot be understood; the message names the word that is wrong. Exit status 2. Immutable. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
