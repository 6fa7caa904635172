package ai.rios.runtime.logging;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * One JSON object a line, UTF-8, keys in this order: {@code ts} (RFC 3339, UTC), {@code level}, {@code logger},
 * {@code thread}, {@code message}, then those of {@link LogKey} that are set, then {@code exception} (the whole trace, root
 * cause first, at most {@value #MAX_FRAMES} frames a cause). Thread-safe.
 */
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final int MAX_FRAMES = 60;
    private static final byte[] NOTHING = {};

    private final JsonFactory json = new JsonFactory();
    private final ThrowableProxyConverter traces = new RootCauseFirstThrowableProxyConverter();

    @Override
    public void start() {
        traces.setOptionList(List.of(Integer.toString(MAX_FRAMES)));
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
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator out = json.createGenerator(line)) {
            write(event, out);
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refused a log line", e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private void write(ILoggingEvent event, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("ts", event.getInstant().toString());
        out.writeStringField("level", event.getLevel().toString());
        out.writeStringField("logger", event.getLoggerName());
        out.writeStringField("thread", event.getThreadName());
        out.writeStringField("message", LogMessage.of(event));
        Map<String, String> context = event.getMDCPropertyMap();
        for (LogKey key : LogKey.values()) {
            String value = context.get(key.json());
            if (value != null) {
                out.writeStringField(key.json(), value);
            }
        }
        if (event.getThrowableProxy() != null) {
            out.writeStringField("exception", traces.convert(event));
        }
        out.writeEndObject();
    }
}
