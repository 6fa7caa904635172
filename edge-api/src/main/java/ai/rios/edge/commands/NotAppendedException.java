package ai.rios.edge.commands;

/** A command is certainly not in the log. */
public final class NotAppendedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    /** @param tooLarge whether it never can be, for its size */
    public NotAppendedException(boolean tooLarge, Throwable cause) {
        super("the command was not appended: " + cause.getMessage(), cause);
        this.tooLarge = tooLarge;
    }

    /** Whether it never can be appended, for its size. */
    public boolean isTooLarge() {
        return tooLarge;
    }
}
