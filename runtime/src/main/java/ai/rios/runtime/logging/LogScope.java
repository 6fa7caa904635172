package ai.rios.runtime.logging;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Keys that every log line of this thread carries until the scope is closed; use with try-with-resources. What stood under
 * a key before is put back.
 *
 * <p>Confined to the thread that opened it. Works on virtual threads; a new thread starts without keys, so that one request
 * never logs under another's id: open a scope of its own there.
 */
public final class LogScope implements AutoCloseable {
    private final Map<LogKey, @Nullable String> before = new EnumMap<>(LogKey.class);

    private LogScope() {}

    /** A scope that carries nothing yet. */
    public static LogScope open() {
        return new LogScope();
    }

    /** Adds a key; null adds nothing. */
    public LogScope with(LogKey key, @Nullable String value) {
        if (value != null) {
            if (!before.containsKey(key)) {
                before.put(key, MDC.get(key.json()));
            }
            MDC.put(key.json(), value);
        }
        return this;
    }

    @Override
    public void close() {
        before.forEach((key, value) -> {
            if (value == null) {
                MDC.remove(key.json());
            } else {
                MDC.put(key.json(), value);
            }
        });
        before.clear();
    }
}
