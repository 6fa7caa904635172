package ai.rios.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What later versions may do, and what they may not. */
class EvolutionTest {
    private static final String TOPIC = "rios.deployments.events";
    private static final Schema NEWER = Evolved.withNewType(Codecs.EVENT.schema());

    private final InMemorySchemaIds ids = new InMemorySchemaIds();
    private final MessageSerde<DeploymentEvent> events = new MessageSerde<>(Codecs.EVENT, ids);

    static Stream<Golden.Subject> subjects() {
        return Golden.subjects().stream();
    }

    static Stream<Arguments> badVersions() {
        return subjects()
                .flatMap(subject -> Evolved.badVersions(subject.codec().schema()).entrySet().stream()
                        .map(bad -> Arguments.of(subject, bad.getKey(), bad.getValue())));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aNewTypeIsCompatibleWithEveryVersion(Golden.Subject subject) {
        Schema newer = Evolved.withNewType(subject.codec().schema());

        assertThat(Compatibility.problems(newer, released(subject))).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badVersions")
    void aBadVersionOfAnySubjectIsRefused(Golden.Subject subject, String what, Schema bad) {
        assertThat(Compatibility.problems(bad, released(subject))).isNotEmpty();
    }

    private static List<Schema> released(Golden.Subject subject) {
        return Golden.versions(subject.name()).stream().map(Golden::schema).toList();
    }

    @Test
    void anEventOfANewTypeReadsAsUnrecognisedWithItsCommonFields() throws IOException {
        GenericRecord scaled = newer("created");
        scaled.put("type", "scaled");
        scaled.put("created", null);
        GenericRecord part = new GenericData.Record(
                NEWER.getField("scaled").schema().getTypes().getLast());
        part.put("replicas", 9);
        scaled.put("scaled", part);

        DeploymentEvent read = events.deserializer().deserialize(TOPIC, framed(scaled));

        assertThat(read.change()).isEqualTo(new Change.Unrecognized("scaled"));
        assertThat(read.deploymentId()).isEqualTo(Samples.ID);
        assertThat(read.sequence()).isEqualTo(41);
        assertThat(read.status()).isEqualTo(DeploymentStatus.PENDING);
        assertThat(read.time()).isEqualTo(Samples.TIME);
    }

    @Test
    void anEventOfAKnownTypeByANewerSchemaReadsWhole() throws IOException {
        byte[] framed = framed(newer("created"));

        assertThat(events.deserializer().deserialize(TOPIC, framed))
                .isEqualTo(Samples.events().get("created"));
    }

    @Test
    void aNewerReaderReadsWhatThisBuildWrites() throws IOException {
        byte[] framed = events.serializer().serialize(TOPIC, Samples.events().get("created"));

        GenericRecord read = generic(Objects.requireNonNull(framed), Codecs.EVENT.schema(), NEWER);

        assertThat(read.get("scaled")).isNull();
        assertThat(Objects.toString(read.get("type"))).isEqualTo("created");
    }

    private GenericRecord newer(String sample) throws IOException {
        byte[] framed = events.serializer().serialize(TOPIC, Samples.events().get(sample));
        return generic(Objects.requireNonNull(framed), Codecs.EVENT.schema(), NEWER);
    }

    private static GenericRecord generic(byte[] framed, Schema writer, Schema reader) throws IOException {
        return new GenericDatumReader<GenericRecord>(writer, reader)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        framed,
                                        WireFormat.HEADER_BYTES,
                                        framed.length - WireFormat.HEADER_BYTES,
                                        null));
    }

    private byte[] framed(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WireFormat.writeHeader(out, ids.idOf(TOPIC + "-value", NEWER));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(NEWER).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
