package ai.rios.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.rios.schemas.registry.PublishedSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Released versions are golden: every one reads every other, and this build reads and writes their bytes. */
class GoldenSchemasTest {
    /** Set to write the next version of every subject whose schema differs from its last one. */
    private static final boolean RELEASE = Boolean.getBoolean("rios.golden.release");

    @BeforeAll
    static void releaseWhatIsNew() {
        if (RELEASE) {
            subjects().filter(subject -> !isReleased(subject)).forEach(Golden::release);
        }
    }

    static Stream<Golden.Subject> subjects() {
        return Golden.subjects().stream();
    }

    static Stream<Golden> versions() {
        return subjects().flatMap(subject -> Golden.versions(subject.name()).stream());
    }

    private static boolean isReleased(Golden.Subject subject) {
        List<Golden> versions = Golden.versions(subject.name());
        return !versions.isEmpty()
                && PublishedSchema.textOf(versions.getLast().schema())
                        .equals(PublishedSchema.textOf(subject.codec().schema()));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void theSchemaOfThisBuildIsReleased(Golden.Subject subject) {
        assertThat(isReleased(subject))
                .withFailMessage(
                        "the schema of %s is not its last golden file: see schemas/README.md, \"Releasing a version\"",
                        subject)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everyVersionReadsEveryOther(Golden.Subject subject) {
        List<Schema> schemas = Stream.concat(
                        Golden.versions(subject.name()).stream().map(Golden::schema),
                        Stream.of(subject.codec().schema()))
                .toList();

        assertThat(schemas).hasSizeGreaterThanOrEqualTo(2);
        for (Schema one : schemas) {
            assertThat(Compatibility.problems(one, schemas)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void thisBuildReadsTheBytesOfEveryVersion(Golden version) {
        Golden.Subject subject = subjects()
                .filter(candidate -> candidate.name().equals(version.subject()))
                .findFirst()
                .orElseThrow();

        assertThat(version.samples()).isNotEmpty();
        assertThat(readAll(subject.codec(), version)).isEqualTo(expected(subject.codec(), version));
    }

    private static <T> Map<String, T> readAll(MessageCodec<T> codec, Golden version) {
        InMemorySchemaIds ids = new InMemorySchemaIds();
        int id = ids.idOf(version.subject(), version.schema());
        MessageSerde<T> serde = new MessageSerde<>(codec, ids);
        Map<String, T> read = new LinkedHashMap<>();
        version.samples()
                .keySet()
                .forEach(name -> read.put(name, serde.deserializer().deserialize("t", version.framed(name, id))));
        return read;
    }

    private static <T> Map<String, T> expected(MessageCodec<T> codec, Golden version) {
        Map<String, T> samples = new LinkedHashMap<>(Samples.of(codec));
        samples.keySet().retainAll(version.samples().keySet());
        return samples;
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void thisBuildWritesTheBytesOfTheLastVersion(Golden.Subject subject) {
        assumeTrue(isReleased(subject), "the test above says so already");
        Map<String, byte[]> golden = Golden.versions(subject.name()).getLast().samples();
        Map<String, byte[]> current = Golden.current(subject.codec());

        golden.forEach((name, bytes) -> assertThat(current.get(name))
                .withFailMessage("%s %s: %s", subject, name, Arrays.toString(current.get(name)))
                .isEqualTo(bytes));
    }
}
