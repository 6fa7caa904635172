package ai.rios.standalone.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Lines of our loggers at DEBUG, with the keys that they carry, while it is open. Thread-safe. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ai.rios");
    private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();

    LogLines() {
        setContext(logger.getLoggerContext());
    }

    LogLines open() {
        start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(this);
        return this;
    }

    /** Whether a logger of that package has written a line with that request and trace. */
    boolean has(String loggerPrefix, String requestId, String traceId) {
        return lines.stream()
                .filter(line -> line.getLoggerName().startsWith(loggerPrefix))
                .map(ILoggingEvent::getMDCPropertyMap)
                .anyMatch(keys -> requestId.equals(keys.get("requestId")) && traceId.equals(keys.get("traceId")));
    }

    @Override
    protected void append(ILoggingEvent line) {
        line.prepareForDeferredProcessing();
        lines.add(line);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(null);
        stop();
    }
}
