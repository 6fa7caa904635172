package ai.rios.standalone.stack;

import ai.rios.runtime.logging.Logging;
import ai.rios.runtime.logging.LoggingConfig;
import ai.rios.runtime.settings.Settings;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the services' log to a bounded file, so that the terminal keeps what a person reads. Stateless. */
final class LogFile {
    private static final String MOST_BYTES = "10MB";
    private static final int MOST_OLD_FILES = 3;

    private LogFile() {}

    /** Sets logging up as the settings say, into {@code file} instead of standard output. */
    static void redirect(Settings settings, Path file) {
        Logging.start(LoggingConfig.from(settings).withFormat(LoggingConfig.Format.JSON));
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            throw new IllegalStateException("SLF4J is not bound to logback");
        }
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> console) {
                root.detachAppender(console);
                root.addAppender(rolling(context, console.getEncoder(), file));
                return;
            }
        }
    }

    private static RollingFileAppender<ILoggingEvent> rolling(
            LoggerContext context, Encoder<ILoggingEvent> encoder, Path file) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
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
}
