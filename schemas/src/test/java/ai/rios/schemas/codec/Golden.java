package ai.rios.schemas.codec;

import ai.rios.schemas.registry.PublishedSchema;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * A released version of a subject's schema: {@code golden/<subject>/v<n>.avsc}, and beside it {@code v<n>.samples}, where each line is
 * the name of a sample and the hex of its Avro binary as that release wrote it.
 *
 * @param number from 1
 */
record Golden(String subject, int number, Schema schema, Map<String, byte[]> samples) {
    /** Folder of a subject, below the module's. */
    static final Path SOURCES = Path.of("src/test/resources/golden");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    /** A subject of the catalogue with its codec. */
    record Subject(String name, MessageCodec<?> codec) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (TopicSpec topic :
                TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, 1).all()) {
            MessageCodec<?> codec = topic.valueCodec();
            if (codec != null) {
                subjects.add(new Subject(topic.subject(), codec));
            }
        }
        return subjects;
    }

    /** All released versions of a subject, the oldest first. */
    static List<Golden> versions(String subject) {
        Path folder = SOURCES.resolve(subject);
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            int count = (int)
                    files.filter(file -> file.toString().endsWith(".avsc")).count();
            List<Golden> versions = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                versions.add(read(subject, number));
            }
            return versions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Golden read(String subject, int number) throws IOException {
        Path folder = SOURCES.resolve(subject);
        Map<String, byte[]> samples = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve("v" + number + ".samples"))) {
            String[] words = line.split(" ", 2);
            samples.put(words[0], HEX.parseHex(words[1]));
        }
        Schema schema = new Schema.Parser().parse(Files.readString(folder.resolve("v" + number + ".avsc")));
        return new Golden(subject, number, schema, samples);
    }

    /** Writes the current schema and samples as the next version. */
    static void release(Subject subject) {
        int number = versions(subject.name()).size() + 1;
        Path folder = SOURCES.resolve(subject.name());
        StringBuilder samples = new StringBuilder();
        current(subject.codec())
                .forEach((name, bytes) -> samples.append(name)
                        .append(' ')
                        .append(HEX.formatHex(bytes))
                        .append('\n'));
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve("v" + number + ".avsc"),
                    JSON.readTree(PublishedSchema.textOf(subject.codec().schema()))
                                    .toPrettyString()
                            + "\n");
            Files.writeString(folder.resolve("v" + number + ".samples"), samples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Avro binary of every sample as this build writes it. */
    static <T> Map<String, byte[]> current(MessageCodec<T> codec) {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        Samples.of(codec).forEach((name, message) -> bytes.put(name, binary(codec, message)));
        return bytes;
    }

    private static <T> byte[] binary(MessageCodec<T> codec, T message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new SpecificDatumWriter<SpecificRecord>(codec.schema()).write(codec.toAvro(message), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** A message of this version in a frame with that id. */
    byte[] framed(String sample, int schemaId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WireFormat.writeHeader(out, schemaId);
        out.writeBytes(Objects.requireNonNull(samples.get(sample)));
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return subject + " v" + number;
    }
}
