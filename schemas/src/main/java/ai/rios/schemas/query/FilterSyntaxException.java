package ai.rios.schemas.query;

/** A text that is no filter: where it goes wrong, and why. */
public final class FilterSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int position;
    private final String reason;

    /**
     * @param position index of the character where it goes wrong, from 0; the length of the text when it ends too early
     * @param reason what is wrong there, for the caller
     */
    public FilterSyntaxException(int position, String reason) {
        super("at position " + position + ": " + reason);
        this.position = position;
        this.reason = reason;
    }

    /** Index of the character where it goes wrong, from 0. */
    public int position() {
        return position;
    }

    /** What is wrong there. */
    public String reason() {
        return reason;
    }
}
