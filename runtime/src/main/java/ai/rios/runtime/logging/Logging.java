package ai.rios.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.Console;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets logging up for the whole process, once, before anything else. Without it (in tests) lines are short text at INFO.
 * Thread-safe in the way logback is.
 */
public final class Logging {
    /**
     * Loggers that say at INFO what nobody reads: the clients print their whole configuration. Helidon's connection handler
     * warns with a stack trace about every client that connects and leaves.
     */
    private static final Map<String, Level> TAMED = Map.of(
            "org.apache.kafka", Level.WARN,
            "kafka", Level.WARN,
            "io.helidon", Level.WARN,
            "io.helidon.webserver.ConnectionHandler", Level.ERROR,
            "io.opentelemetry", Level.WARN,
            "org.rocksdb", Level.WARN);

    private static final String MOST_BYTES = "10MB";
    private static final int MOST_OLD_FILES = 3;

    private Logging() {}

    /** From here on everything is logged as the configuration says; may be called again. */
    public static void start(LoggingConfig config) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException(
                    "SLF4J is not bound to logback but to " + LoggerFactory.getILoggerFactory());
        }
        context.reset();
        configure(context, config);
    }

    static void configure(LoggerContext context, LoggingConfig config) {
        bridgeJavaUtilLogging(context);
        TAMED.forEach((name, level) -> context.getLogger(name).setLevel(level));
        config.levels().forEach((name, level) -> context.getLogger(name).setLevel(Level.valueOf(level)));
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.valueOf(config.level()));
        Encoder<ILoggingEvent> encoder = encoder(context, config.format());
        root.addAppender(config.file().isEmpty() ? console(context, encoder) : file(context, encoder, config.file()));
    }

    private static Appender<ILoggingEvent> console(LoggerContext context, Encoder<ILoggingEvent> encoder) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("stdout");
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    /** Bounded: a full file is set aside under a number, and the oldest of those is dropped. */
    private static Appender<ILoggingEvent> file(LoggerContext context, Encoder<ILoggingEvent> encoder, String file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName("file");
        appender.setFile(file);
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(file + ".%i");
        window.setMaxIndex(MOST_OLD_FILES);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(FileSize.valueOf(MOST_BYTES));
        size.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(size);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LoggingConfig.Format format) {
        boolean json = switch (format) {
            case JSON -> true;
            case TEXT -> false;
            case AUTO -> !isTerminal();
        };
        Encoder<ILoggingEvent> encoder = json ? new JsonLineEncoder() : new TextLineEncoder();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** Levels are told to java.util.logging too, so that a line nobody wants costs a comparison and no record. */
    private static void bridgeJavaUtilLogging(LoggerContext context) {
        LevelChangePropagator propagator = new LevelChangePropagator();
        propagator.setContext(context);
        propagator.setResetJUL(true);
        propagator.start();
        context.addListener(propagator);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
