package ai.rios.standalone;

import org.jspecify.annotations.Nullable;

/**
 * Something on this machine keeps the stack from running. The message is one sentence for the person at the terminal:
 * what is wrong, where, and what to do about it. Immutable.
 */
public final class StandaloneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with no cause worth showing. */
    public StandaloneException(String sentence) {
        this(sentence, null);
    }

    /** A failure whose cause goes to the log. */
    public StandaloneException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
