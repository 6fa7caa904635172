package ai.rios.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSerdeTest {
    private static final String TOPIC = "rios.deployments.events";

    private final InMemorySchemaIds ids = new InMemorySchemaIds();
    private final MessageSerde<DeploymentEvent> events = new MessageSerde<>(Codecs.EVENT, ids);

    static Stream<Arguments> samples() {
        return Stream.of(Codecs.COMMAND, Codecs.EVENT, Codecs.OUTCOME, Codecs.DEPLOYMENT)
                .flatMap(codec -> Samples.of(codec).entrySet().stream()
                        .map(sample ->
                                Arguments.of(codec.schema().getName(), sample.getKey(), codec, sample.getValue())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("samples")
    void everyMessageSurvivesTheRoundTrip(String kind, String name, MessageCodec<Object> codec, Object message) {
        MessageSerde<Object> serde = new MessageSerde<>(codec, ids);

        byte[] bytes = serde.serializer().serialize(TOPIC, message);

        assertThat(serde.deserializer().deserialize(TOPIC, bytes)).isEqualTo(message);
    }

    @Test
    void theFrameIsConfluents() {
        ids.idOf("other", Schema.create(Schema.Type.STRING));

        byte[] bytes = created();

        assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 2);
        assertThat(ids.schemaOf(2)).isEqualTo(Codecs.EVENT.schema());
    }

    @Test
    void nullIsATombstoneInBothDirections() {
        assertThat(events.serializer().serialize(TOPIC, null)).isNull();
        assertThat(events.deserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void theSubjectIsTheTopicsUnlessItIsFixed() {
        RecordingIds recording = new RecordingIds();
        DeploymentEvent event = Samples.events().get("created");

        new MessageSerde<>(Codecs.EVENT, recording).serializer().serialize(TOPIC, event);
        MessageSerde.underSubject(Codecs.EVENT, recording, "fixed-value")
                .serializer()
                .serialize("app-store-changelog", event);

        assertThat(recording.subjects).containsExactly("rios.deployments.events-value", "fixed-value");
    }

    @Test
    void aWrongMagicByteIsRefused() {
        byte[] bytes = created();
        bytes[0] = 7;

        assertRefused(bytes, "magic byte 0, this one with 7");
    }

    @Test
    void tooFewBytesAreRefused() {
        assertRefused(new byte[] {0, 0, 0}, "at least 5 bytes, this one has 3");
    }

    @Test
    void anUnknownIdIsRefused() {
        byte[] bytes = created();
        ByteBuffer.wrap(bytes).putInt(1, 99);

        assertRefused(bytes, "unknown schema id 99");
    }

    @Test
    void trailingBytesAreRefused() {
        assertRefused(Arrays.copyOf(created(), created().length + 1), "bytes after the end");
    }

    @Test
    void everyCutMessageIsRefused() {
        byte[] bytes = created();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> events.deserializer().deserialize(TOPIC, cut))
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void aSchemaOfAnotherRecordIsRefused() {
        byte[] outcome = new MessageSerde<>(Codecs.OUTCOME, ids)
                .serializer()
                .serialize(TOPIC, Samples.outcomes().get("created"));

        assertRefused(outcome, "does not resolve into DeploymentEvent");
    }

    @Test
    void aRegistryThatCannotBeAskedIsNoFaultOfTheRecord() {
        SchemaIds down = new SchemaIds() {
            @Override
            public int idOf(String subject, Schema schema) {
                throw new SchemasUnavailableException("down", null);
            }

            @Override
            public Schema schemaOf(int id) {
                throw new SchemasUnavailableException("down", null);
            }
        };
        byte[] bytes = created();

        assertThatThrownBy(() ->
                        new MessageSerde<>(Codecs.EVENT, down).deserializer().deserialize(TOPIC, bytes))
                .isInstanceOf(SchemasUnavailableException.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void brokenBytesAreReadOrRefusedButNeverWorse(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            byte[] bytes = created();
            for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
                bytes[random.nextInt(5, bytes.length)] = (byte) random.nextInt();
            }
            readOrRefuse(bytes);
        }
    }

    private void readOrRefuse(byte[] bytes) {
        try {
            assertThat(events.deserializer().deserialize(TOPIC, bytes)).isNotNull();
        } catch (SerializationException e) {
            assertThat(e).hasMessageContaining("schema id 1");
        }
    }

    /** A length that lies must not cost the memory that it names: a process that dies of a record meets it again. */
    @ParameterizedTest
    @ValueSource(ints = {100_000, 50_000_000, 1_000_000_000, Integer.MAX_VALUE - 8})
    void aLengthThatLiesCostsNoMemory(int claimed) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        WireFormat.writeHeader(text, ids.idOf(TOPIC + "-value", Codecs.EVENT.schema()));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(text, null);
        encoder.writeInt(claimed);
        encoder.writeFixed(new byte[32]);

        long before = allocatedByThisThread();
        assertRefused(text.toByteArray(), "not the Avro binary");
        assertThat(allocatedByThisThread() - before).isLessThan(8_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000, 50_000_000, 1_000_000_000, Integer.MAX_VALUE - 8})
    void aCountThatLiesCostsNoMemory(int claimed) throws IOException {
        MessageSerde<DeploymentCommand> commands = new MessageSerde<>(Codecs.COMMAND, ids);
        byte[] whole = commands.serializer().serialize(TOPIC, Samples.commands().get("patch"));
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.write(whole, 0, indexOfReset(whole));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(cut, null);
        encoder.writeInt(claimed);

        long before = allocatedByThisThread();
        assertThatThrownBy(() -> commands.deserializer().deserialize(TOPIC, cut.toByteArray()))
                .isInstanceOf(SerializationException.class);
        assertThat(allocatedByThisThread() - before).isLessThan(8_000_000);
    }

    /** Where the array {@code reset} of the sample starts: its count, 2, then "cpu". */
    private static int indexOfReset(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.indexOf("\u0004\u0006cpu");
    }

    private static long allocatedByThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void oneSerdeServesManyThreads() throws ExecutionException, InterruptedException {
        List<DeploymentEvent> messages = List.copyOf(Samples.events().values());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DeploymentEvent>> read = IntStream.range(0, 2_000)
                    .mapToObj(i -> threads.submit(() -> events.deserializer()
                            .deserialize(
                                    TOPIC, events.serializer().serialize(TOPIC, messages.get(i % messages.size())))))
                    .toList();
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i).get()).isEqualTo(messages.get(i % messages.size()));
            }
        }
    }

    private byte[] created() {
        return events.serializer().serialize(TOPIC, Samples.events().get("created"));
    }

    private void assertRefused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> events.deserializer().deserialize(TOPIC, bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(reason);
    }

    private static final class RecordingIds implements SchemaIds {
        private final List<String> subjects = new java.util.ArrayList<>();

        @Override
        public int idOf(String subject, Schema schema) {
            subjects.add(subject);
            return 1;
        }

        @Override
        public Schema schemaOf(int id) {
            throw new UnknownSchemaException("none");
        }
    }
}
