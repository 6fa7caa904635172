package ai.rios.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.fuzz.Fuzz;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever lies on a topic is a message, or is refused so that it can be set aside. */
class MessageFuzzTest {
    private static final String TOPIC = "fuzz";

    private final InMemorySchemaIds ids = new InMemorySchemaIds();

    static Stream<Arguments> codecs() {
        return Stream.of(Codecs.COMMAND, Codecs.EVENT, Codecs.OUTCOME, Codecs.DEPLOYMENT)
                .map(codec -> Arguments.of(codec.schema().getName(), codec));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codecs")
    void whatIsReadIsTheSameWrittenAndReadAgain(String kind, MessageCodec<Object> codec) {
        MessageSerde<Object> serde = new MessageSerde<>(codec, ids);
        List<byte[]> good = Samples.of(codec).values().stream()
                .map(message -> serde.serializer().serialize(TOPIC, message))
                .toList();

        Fuzz.bytes(good, input -> {
            Object read;
            try {
                read = serde.deserializer().deserialize(TOPIC, input);
            } catch (SerializationException refused) {
                assertThat(refused.getMessage()).isNotBlank();
                return;
            }
            byte[] written = serde.serializer().serialize(TOPIC, read);
            assertThat(serde.deserializer().deserialize(TOPIC, written)).isEqualTo(read);
        });
    }
}
