package ai.rios.schemas.codec;

/** A record that its schema allows and our rules do not, such as one with two parts set. */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }
}
