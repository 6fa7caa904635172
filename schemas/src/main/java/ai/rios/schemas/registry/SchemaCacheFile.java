package ai.rios.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file behind a {@link SchemaCache}: a JSON array of {@code {"subject", "id", "schema"}}. Written whole to a file beside it,
 * forced to disk and moved over the old one, so that a reader sees the old or the new one and never half of either. Thread-safe.
 */
final class SchemaCacheFile {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaCacheFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    SchemaCacheFile(Path file) {
        this.file = file;
    }

    /** What the file holds; nothing when there is none or it cannot be read. */
    synchronized Map<SchemaCache.Key, Integer> read() {
        try {
            Map<SchemaCache.Key, Integer> entries = new HashMap<>();
            for (JsonNode entry : array(JSON.readTree(Files.readString(file)))) {
                String text = entry.path("schema").asText();
                new Schema.Parser().parse(text);
                if (!entry.path("id").isInt() || !entry.path("subject").isTextual()) {
                    throw new IOException("an entry has no subject or id");
                }
                entries.put(
                        new SchemaCache.Key(entry.path("subject").asText(), text),
                        entry.path("id").intValue());
            }
            return entries;
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException | AvroRuntimeException e) {
            LOG.warn("schema cache unreadable, asking the registry again file={} reason={}", file, e.toString());
            return Map.of();
        }
    }

    private static JsonNode array(JsonNode tree) throws IOException {
        if (!tree.isArray()) {
            throw new IOException("it holds no array");
        }
        return tree;
    }

    synchronized void write(Map<SchemaCache.Key, Integer> entries) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing(SchemaCache.Key::subject).thenComparing(SchemaCache.Key::text)))
                .forEach(entry -> array.add(json(entry)));
        try {
            replace(array.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("schema cache cannot be written file={} reason={}", file, e.toString());
        }
    }

    private static ObjectNode json(Map.Entry<SchemaCache.Key, Integer> entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("subject", entry.getKey().subject())
                .put("id", entry.getValue())
                .put("schema", entry.getKey().text());
    }

    private void replace(byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // A name of its own, for several processes may share the file.
        Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".new");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
