package ai.rios.schemas.codec;

import org.jspecify.annotations.Nullable;

/** The registry was asked, and has no such schema. Asking again does not help. */
public final class UnknownSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownSchemaException(String message) {
        this(message, null);
    }

    public UnknownSchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
