package ai.rios.libp2p;

/**
 * Text or bytes that do not say what they should: no peer id, no address, no key. Every reader of this module throws this
 * and nothing else for whatever it is given. It is unchecked, since constants are read too; who reads what a peer sent
 * catches it, or lets it end the stream.
 */
public final class MalformedException extends IllegalArgumentException {
    /** Refuses with {@code message}, which names what was read and what is wrong with it. */
    public MalformedException(String message) {
        super(message);
    }

    /** Refuses with {@code message}; a part of it was refused by {@code cause}. */
    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
