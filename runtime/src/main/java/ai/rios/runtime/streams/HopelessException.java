package ai.rios.runtime.streams;

/** The application must not run on what it has found; the message tells the operator what that is. No retry can help. */
public class HopelessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HopelessException(String message) {
        super(message);
    }
}
