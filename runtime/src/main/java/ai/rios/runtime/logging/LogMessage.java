package ai.rios.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/** The text of a line: the message, then what the caller added as key-value pairs, as {@code key=value}. */
final class LogMessage {
    private LogMessage() {}

    static String of(ILoggingEvent event) {
        String message = String.valueOf(event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null || pairs.isEmpty()) {
            return message;
        }
        StringBuilder text = new StringBuilder(message);
        pairs.forEach(pair -> text.append(' ').append(pair.key).append('=').append(pair.value));
        return text.toString();
    }
}
