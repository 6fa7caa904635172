package ai.rios.runtime.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * What logback does before {@link Logging#start} was called, and in tests: short text at INFO. Found by logback as a service;
 * without it the Kafka clients would print thousands of DEBUG lines.
 */
public final class DefaultLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.configure(context, new LoggingConfig("INFO", Map.of(), LoggingConfig.Format.TEXT, ""));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
