package ai.rios.schemas.registry;

/** A registry answered, and not as its interface says: wrong credentials, another service, a bug. Trying again does not help. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
