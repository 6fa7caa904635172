package ai.rios.runtime.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Short lines for people: {@code 14:03:07.125 INFO  commands.Shard decided … req_01…}. The request id stands last, so that a
 * line can be found; other keys are left to the JSON form. Thread-safe.
 */
final class TextLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
    private static final String OURS = "ai.rios.";
    private static final byte[] NOTHING = {};

    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ').append(String.format("%-5s", event.getLevel()));
        line.append(' ').append(shorten(event.getLoggerName()));
        line.append(' ').append(LogMessage.of(event));
        String requestId = event.getMDCPropertyMap().get(LogKey.REQUEST_ID.json());
        if (requestId != null) {
            line.append(' ').append(requestId);
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(traces.convert(event));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String shorten(String logger) {
        return logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger;
    }
}
