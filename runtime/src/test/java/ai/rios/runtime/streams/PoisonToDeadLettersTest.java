package ai.rios.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.codec.SchemasUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler.Response;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler.Result;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class PoisonToDeadLettersTest {
    private static final byte[] KEY = "acme".getBytes(StandardCharsets.UTF_8);

    private final PoisonToDeadLetters handler = new PoisonToDeadLetters();

    @Test
    void whatCannotBeReadIsSetAsideWithCoordinatesAndReason() {
        Response response =
                handler.handleError(context(), record(new byte[] {1, 2}), new SerializationException("odd"));

        assertThat(response.result()).isEqualTo(Result.RESUME);
        ProducerRecord<byte[], byte[]> dead = response.deadLetterQueueRecords().getFirst();
        assertThat(dead.topic()).isEqualTo("source.dlq");
        assertThat(dead.value()).containsExactly(1, 2);
        assertThat(text(dead, DeadLetters.TOPIC)).isEqualTo("source");
        assertThat(text(dead, DeadLetters.PARTITION)).isEqualTo("3");
        assertThat(text(dead, DeadLetters.OFFSET)).isEqualTo("17");
        assertThat(text(dead, DeadLetters.TIMESTAMP)).isEqualTo("1000");
        assertThat(text(dead, DeadLetters.REASON)).isEqualTo("SerializationException: odd");
    }

    @Test
    void aValueThatWouldNotFitBesideTheHeadersIsLeftOut() {
        byte[] large = new byte[DeadLetters.MAX_CONTENT_BYTES];

        Response response = handler.handleError(context(), record(large), new SerializationException("odd"));

        ProducerRecord<byte[], byte[]> dead = response.deadLetterQueueRecords().getFirst();
        assertThat(dead.value()).isNull();
        assertThat(text(dead, DeadLetters.OMITTED_BYTES)).isEqualTo(Integer.toString(large.length));
    }

    @Test
    void aRegistryThatIsAwayIsNoFaultOfTheRecord() {
        SerializationException wrapped =
                new SerializationException("no schema", new SchemasUnavailableException("away", null));

        Response response = handler.handleError(context(), record(new byte[] {1}), wrapped);

        assertThat(response.result()).isEqualTo(Result.FAIL);
        assertThat(response.deadLetterQueueRecords()).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>(
                "source",
                3,
                17,
                1000,
                TimestampType.LOG_APPEND_TIME,
                KEY.length,
                value.length,
                KEY,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private static String text(ProducerRecord<?, ?> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    /** The handler does not ask it: all that it needs is in the record. */
    private static ErrorHandlerContext context() {
        return new ErrorHandlerContext() {
            private final TopicPartition at = new TopicPartition("source", 3);

            @Override
            public String topic() {
                return at.topic();
            }

            @Override
            public int partition() {
                return at.partition();
            }

            @Override
            public long offset() {
                return 17;
            }

            @Override
            public Headers headers() {
                return new RecordHeaders();
            }

            @Override
            public String processorNodeId() {
                return "source";
            }

            @Override
            public TaskId taskId() {
                return new TaskId(0, at.partition());
            }

            @Override
            public long timestamp() {
                return 1000;
            }

            @Override
            public byte[] sourceRawKey() {
                return KEY.clone();
            }

            @Override
            public byte[] sourceRawValue() {
                return new byte[0];
            }
        };
    }
}
