package ai.rios.runtime.streams;

import ai.rios.schemas.codec.SchemasUnavailableException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets records that cannot be read aside, on {@code <source>.dlq} in the transaction of the task, and goes on. A registry that
 * cannot be asked is no fault of the record: then the thread fails, and its successor tries again. Made by Streams; stateless.
 */
public final class PoisonToDeadLetters implements DeserializationExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PoisonToDeadLetters.class);

    /** Made by Streams. */
    public PoisonToDeadLetters() {}

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (isRegistryAway(exception)) {
            return Response.fail();
        }
        String reason = DeadLetters.reasonOf(exception);
        LOG.warn(
                "unreadable record set aside topic={} partition={} offset={} reason=\"{}\"",
                record.topic(),
                record.partition(),
                record.offset(),
                reason);
        return Response.resume(List.of(deadLetter(record, reason)));
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    private static ProducerRecord<byte[], byte[]> deadLetter(ConsumerRecord<byte[], byte[]> record, String reason) {
        boolean fits = record.serializedKeySize() + record.serializedValueSize() + sizeOf(record.headers())
                <= DeadLetters.MAX_CONTENT_BYTES;
        Headers headers = DeadLetters.headers(
                fits ? record.headers() : new RecordHeaders(),
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                reason);
        if (!fits) {
            DeadLetters.put(headers, DeadLetters.OMITTED_BYTES, Integer.toString(record.serializedValueSize()));
        }
        return new ProducerRecord<>(
                DeadLetters.topicOf(record.topic()),
                null,
                record.timestamp(),
                fits ? record.key() : null,
                fits ? record.value() : null,
                headers);
    }

    private static int sizeOf(Headers headers) {
        int size = 0;
        for (var header : headers) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private static boolean isRegistryAway(Throwable error) {
        @Nullable Throwable cause = error;
        while (cause != null) {
            if (cause instanceof SchemasUnavailableException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
