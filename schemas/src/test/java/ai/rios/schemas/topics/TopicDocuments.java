package ai.rios.schemas.topics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The documents that say what the catalogue says: the table of topics, and the AsyncAPI document. */
final class TopicDocuments {
    private static final TopicCatalogue CATALOGUE =
            TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, TopicCatalogue.DEFAULT_PARTITIONS);

    private TopicDocuments() {}

    /** Rows of the table of topics, one a topic. */
    static String table() {
        StringBuilder table = new StringBuilder("| topic | key | partitions | kept | value | settings |\n");
        table.append("| --- | --- | --- | --- | --- | --- |\n");
        for (TopicSpec topic : CATALOGUE.all()) {
            table.append("| `").append(topic.name()).append("` | ");
            table.append(topic.key()).append(" | ").append(topic.partitions()).append(" | ");
            table.append(kept(topic)).append(" | ").append(value(topic)).append(" | ");
            table.append(topic.config().entrySet().stream()
                            .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
                            .reduce((a, b) -> a + " " + b)
                            .orElse(""))
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String kept(TopicSpec topic) {
        if (topic.cleanup() == TopicSpec.Cleanup.COMPACT) {
            return "the last of a key";
        }
        Duration retention = topic.retention();
        return retention == null ? "for ever" : retention.toDays() + " days";
    }

    private static String value(TopicSpec topic) {
        if (topic.valueCodec() != null) {
            return "Avro `" + topic.valueCodec().schema().getName() + "`";
        }
        return topic.name().endsWith(".dlq") ? "as the source wrote it" : "text";
    }

    /** Lines of the AsyncAPI document below {@code channels:}, and its messages. */
    static String asyncApiChannels() {
        StringBuilder yaml = new StringBuilder("channels:\n");
        CATALOGUE.all().forEach(topic -> channel(topic, yaml));
        yaml.append("operations:\n");
        CATALOGUE.all().stream().filter(topic -> topic.valueCodec() != null).forEach(topic -> operation(topic, yaml));
        yaml.append("components:\n  messages:\n");
        CATALOGUE.all().forEach(topic -> message(topic, yaml));
        return yaml.toString();
    }

    private static void channel(TopicSpec topic, StringBuilder yaml) {
        String id = id(topic);
        line(yaml, 2, id + ":");
        line(yaml, 4, "address: " + topic.name());
        line(yaml, 4, "description: '" + sentence(topic) + "'");
        line(yaml, 4, "messages:");
        line(yaml, 6, messageName(topic) + ":");
        line(yaml, 8, "$ref: '#/components/messages/" + messageName(topic) + "'");
        line(yaml, 4, "bindings:");
        line(yaml, 6, "kafka:");
        line(yaml, 8, "topic: " + topic.name());
        line(yaml, 8, "partitions: " + topic.partitions());
        line(yaml, 8, "topicConfiguration:");
        line(yaml, 10, "cleanup.policy: ['" + topic.config().get("cleanup.policy") + "']");
        line(yaml, 10, "retention.ms: " + topic.config().get("retention.ms"));
        line(yaml, 10, "retention.bytes: " + topic.config().get("retention.bytes"));
        line(yaml, 10, "max.message.bytes: " + topic.config().get("max.message.bytes"));
        line(yaml, 8, "bindingVersion: 0.5.0");
    }

    private static void operation(TopicSpec topic, StringBuilder yaml) {
        line(yaml, 2, "receive" + capital(id(topic)) + ":");
        line(yaml, 4, "action: receive");
        line(yaml, 4, "channel:");
        line(yaml, 6, "$ref: '#/channels/" + id(topic) + "'");
        line(yaml, 4, "summary: Read what is written to " + topic.name() + ".");
    }

    private static void message(TopicSpec topic, StringBuilder yaml) {
        line(yaml, 4, messageName(topic) + ":");
        line(yaml, 6, "name: " + messageName(topic));
        if (topic.valueCodec() == null) {
            line(yaml, 6, "contentType: application/octet-stream");
            line(yaml, 6, "payload:");
            line(yaml, 8, "type: string");
            line(yaml, 8, "format: binary");
        } else {
            line(yaml, 6, "contentType: application/vnd.apache.avro+binary");
            line(yaml, 6, "payload:");
            line(yaml, 8, "schemaFormat: application/vnd.apache.avro+json;version=1.12.0");
            line(yaml, 8, "schema:");
            line(
                    yaml,
                    10,
                    "$ref: ../schemas/src/test/resources/golden/" + topic.subject() + "/v" + released(topic) + ".avsc");
        }
        line(yaml, 6, "bindings:");
        line(yaml, 8, "kafka:");
        line(yaml, 10, "key:");
        line(yaml, 12, "type: string");
        line(yaml, 12, "description: " + topic.key());
        if (topic.valueCodec() != null) {
            line(yaml, 10, "schemaIdLocation: payload");
            line(yaml, 10, "schemaIdPayloadEncoding: confluent");
            line(yaml, 10, "schemaLookupStrategy: TopicNameStrategy");
        }
        line(yaml, 10, "bindingVersion: 0.5.0");
    }

    private static long released(TopicSpec topic) {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden", topic.subject()))) {
            return files.filter(file -> file.toString().endsWith(".avsc")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sentence(TopicSpec topic) {
        return "Keyed by " + topic.key() + "; kept: " + kept(topic) + ".";
    }

    private static String messageName(TopicSpec topic) {
        return topic.valueCodec() == null
                ? capital(id(topic))
                : topic.valueCodec().schema().getName();
    }

    private static String id(TopicSpec topic) {
        List<String> words = new ArrayList<>(
                List.of(topic.name().substring(CATALOGUE.prefix().length()).split("\\.")));
        StringBuilder id = new StringBuilder(words.removeFirst());
        words.forEach(word -> id.append(capital(word)));
        return id.toString();
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static void line(StringBuilder yaml, int indent, String text) {
        yaml.append(" ".repeat(indent)).append(text).append('\n');
    }
}
