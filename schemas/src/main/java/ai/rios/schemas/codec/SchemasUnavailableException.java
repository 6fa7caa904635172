package ai.rios.schemas.codec;

import org.jspecify.annotations.Nullable;

/**
 * The registry could not be asked. Says nothing about the record at hand: a reader must stop and try again, never treat the
 * record as unreadable.
 */
public final class SchemasUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemasUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
