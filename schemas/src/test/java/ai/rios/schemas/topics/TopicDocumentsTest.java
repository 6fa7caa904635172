package ai.rios.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents say what the catalogue says. With {@code -Drios.docs.write=true} they are made so. */
class TopicDocumentsTest {
    private static final Path TOPICS = Path.of("../docs/topics.md");
    private static final Path ASYNC_API = Path.of("../docs/asyncapi.yaml");
    private static final String TABLE_END = "\n`rios.deployments.commands.dlq` holds";

    @Test
    void theTableOfTopicsIsTheCatalogues() throws IOException {
        String document = Files.readString(TOPICS);
        int start = document.indexOf("| topic |");
        int end = document.indexOf(TABLE_END);
        if (Boolean.getBoolean("rios.docs.write")) {
            document = document.substring(0, start) + TopicDocuments.table() + document.substring(end);
            Files.writeString(TOPICS, document);
            end = document.indexOf(TABLE_END);
        }

        assertThat(document.substring(start, end)).isEqualTo(TopicDocuments.table());
    }

    @Test
    void theAsyncApiDocumentIsTheCatalogues() throws IOException {
        String document = Files.readString(ASYNC_API);
        int start = document.indexOf("channels:\n");
        if (Boolean.getBoolean("rios.docs.write")) {
            document = document.substring(0, start) + TopicDocuments.asyncApiChannels();
            Files.writeString(ASYNC_API, document);
        }

        assertThat(document.substring(start)).isEqualTo(TopicDocuments.asyncApiChannels());
    }

    @Test
    void everyHeaderIsDocumented() throws IOException {
        List<String> headers = Arrays.stream(Headers.class.getFields())
                .map(field -> {
                    try {
                        return String.valueOf(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        String document = Files.readString(TOPICS);

        assertThat(headers).isNotEmpty().allMatch(header -> document.contains("| `" + header + "` |"));
    }
}
