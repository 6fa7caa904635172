package ai.rios.runtime.streams;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Records that could not be used, as they stand on {@code <source>.dlq}: key, value and headers as they came, with these headers
 * on top, which say where the record stood and what was wrong with it.
 */
public final class DeadLetters {
    /** Topic of the record. */
    public static final String TOPIC = "dead-letter-topic";

    /** Its partition. */
    public static final String PARTITION = "dead-letter-partition";

    /** Its offset. */
    public static final String OFFSET = "dead-letter-offset";

    /** Its timestamp, ms since 1970. */
    public static final String TIMESTAMP = "dead-letter-timestamp";

    /** What was wrong, for people. */
    public static final String REASON = "dead-letter-reason";

    /** Present, with the value's size in bytes, when the value was too large to be kept beside these headers. */
    public static final String OMITTED_BYTES = "dead-letter-omitted-bytes";

    /** A record this large still fits its topic with the headers on top. */
    static final int MAX_CONTENT_BYTES = StreamsSettings.MAX_RECORD_BYTES - 64 * 1024;

    private static final int MAX_REASON_CHARACTERS = 1_000;

    private DeadLetters() {}

    /** Name of the dead-letter topic of a topic. */
    public static String topicOf(String source) {
        return source + ".dlq";
    }

    /** The record's headers with its coordinates and the reason on top. */
    public static Headers headers(
            Headers original, String topic, int partition, long offset, long timestampMs, String reason) {
        Headers headers = new RecordHeaders(original.toArray());
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        put(headers, TIMESTAMP, Long.toString(timestampMs));
        put(headers, REASON, reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARACTERS)));
        return headers;
    }

    /** The reason that an error gives, with its causes. */
    public static String reasonOf(Throwable error) {
        StringBuilder reason = new StringBuilder();
        @Nullable Throwable cause = error;
        while (cause != null && reason.length() < MAX_REASON_CHARACTERS) {
            reason.append(reason.isEmpty() ? "" : "; because of ")
                    .append(cause.getClass().getSimpleName())
                    .append(": ")
                    .append(cause.getMessage());
            cause = cause.getCause();
        }
        return reason.toString();
    }

    /** Whether a record's content of that many bytes still fits its topic with these headers on top. */
    public static boolean fits(int contentBytes) {
        return contentBytes <= MAX_CONTENT_BYTES;
    }

    /** Says that a value of that many bytes was too large to be kept. */
    public static void markOmitted(Headers headers, int valueBytes) {
        put(headers, OMITTED_BYTES, Integer.toString(valueBytes));
    }

    static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
