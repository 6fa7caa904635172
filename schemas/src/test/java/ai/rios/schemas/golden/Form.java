package ai.rios.schemas.golden;

import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.codec.SchemaIds;
import ai.rios.schemas.codec.UnknownSchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Something that one build writes and another reads: a state, a cursor, an answer of one service to another. What released versions
 * wrote is kept in {@code golden/forms/<name>/v<n>} of the module's test resources, in lines: {@code schema <id> <Avro schema>} of the
 * messages inside, then {@code sample <name> <hex>}. Immutable.
 *
 * <p>A build that writes the very bytes of a released version is read by that version, since it wrote them itself.
 *
 * @param name letters and dashes
 * @param samples values by a name; never changed, only added to
 */
public record Form<T>(
        String name,
        Map<String, T> samples,
        BiFunction<T, SchemaIds, byte[]> write,
        BiFunction<byte[], SchemaIds, T> read) {
    /** Set to write the next version of every form that differs from its last one. */
    private static final boolean RELEASE = Boolean.getBoolean("rios.golden.release");

    private static final Path SOURCES = Path.of("src/test/resources/golden/forms");
    private static final HexFormat HEX = HexFormat.of();
    private static final String SAMPLE = "sample ";
    private static final String SCHEMA = "schema ";

    /** A form without messages inside. */
    public static <T> Form<T> plain(
            String name, Map<String, T> samples, Function<T, byte[]> write, Function<byte[], T> read) {
        return new Form<>(name, samples, (value, _) -> write.apply(value), (bytes, _) -> read.apply(bytes));
    }

    /** A form that is a text. */
    public static <T> Form<T> text(
            String name, Map<String, T> samples, Function<T, String> write, Function<String, T> read) {
        return plain(
                name,
                samples,
                value -> write.apply(value).getBytes(StandardCharsets.UTF_8),
                bytes -> read.apply(new String(bytes, StandardCharsets.UTF_8)));
    }

    /** Why this build and the released versions do not understand one another; empty when they do. */
    public List<String> problems() {
        List<String> now = lines();
        if (RELEASE && !now.equals(released(last()))) {
            release(now);
        }
        List<String> problems = new ArrayList<>();
        if (!now.equals(released(last()))) {
            problems.add("what this build writes of " + name
                    + " is not its last golden file: see docs/upgrades.md, \"Forms\"");
        }
        for (int number = 1; number <= last(); number++) {
            problems.addAll(unread(number));
        }
        return problems;
    }

    private List<String> unread(int number) {
        InMemorySchemaIds ids = new InMemorySchemaIds();
        List<String> problems = new ArrayList<>();
        for (String line : released(number)) {
            if (line.startsWith(SCHEMA)) {
                ids.idOf("", new Schema.Parser().parse(line.split(" ", 3)[2]));
                continue;
            }
            String[] words = line.split(" ", 3);
            T expected = samples.get(words[1]);
            T found = read.apply(HEX.parseHex(words[2]), ids);
            if (!found.equals(expected)) {
                problems.add("sample " + words[1] + " of " + name + " v" + number + " is read as " + found
                        + ", was written of " + expected);
            }
        }
        return problems;
    }

    /** What this build writes. */
    private List<String> lines() {
        InMemorySchemaIds ids = new InMemorySchemaIds();
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        samples.forEach((sample, value) -> bytes.put(sample, write.apply(value, ids)));
        List<String> lines = new ArrayList<>();
        try {
            for (int id = 1; ; id++) {
                lines.add(SCHEMA + id + " " + ids.schemaOf(id));
            }
        } catch (UnknownSchemaException noMore) {
            bytes.forEach((sample, written) -> lines.add(SAMPLE + sample + " " + HEX.formatHex(written)));
            return lines;
        }
    }

    private int last() {
        Path folder = SOURCES.resolve(name);
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            return (int) files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> released(int number) {
        try {
            return number == 0 ? List.of() : Files.readAllLines(file(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void release(List<String> lines) {
        Path file = file(last() + 1);
        try {
            Files.createDirectories(SOURCES.resolve(name));
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(int number) {
        return SOURCES.resolve(name).resolve("v" + number);
    }

    @Override
    public String toString() {
        return name;
    }
}
