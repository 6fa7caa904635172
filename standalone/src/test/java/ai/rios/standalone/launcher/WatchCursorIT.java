package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page, and a stream that starts at its {@code watchCursor}, leave no event out between them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class WatchCursorIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHANGES = 150;
    private static final int WATCHERS = 12;

    @TempDir
    Path folder;

    private Launcher launcher;

    @BeforeEach
    void up() {
        launcher = new Launcher(folder.resolve("data"));
        Launcher.Result result = launcher.up();
        assertThat(result.status()).as(result.output()).isZero();
    }

    @AfterEach
    void down() {
        launcher.down();
    }

    /** @param revision of the deployment as the page shows it */
    private record Watcher(long revision, LinkedBlockingQueue<String> messages) {}

    @Test
    void whatAPageDoesNotShowComesOverTheStream() throws Exception {
        String address = launcher.status().path("http").asText();
        try (Client client = new Client(address, launcher.token())) {
            Client.Reply created =
                    client.send("POST", "/v1/deployments", "{\"name\":\"watched\",\"image\":\"nginx:1.27\"}");
            assertThat(created.status()).isEqualTo(201);
            String path = "/v1/deployments/" + created.json().path("id").asText();
            assertThat(client.readAt(path, Long.parseLong(created.header("X-RiOS-Position"))))
                    .isEqualTo(200);
            // Given a deployment that changes all the while
            CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < CHANGES; i++) {
                    assertThat(client.patch(path, "{\"replicas\": " + (i % 2 + 2) + "}"))
                            .isEqualTo(200);
                }
            });

            // When it is listed, and watched from there
            List<Watcher> watchers = new ArrayList<>();
            for (int i = 0; i < WATCHERS; i++) {
                boolean history = i % 2 == 0;
                JsonNode page = client.get(history ? path + "/events?limit=200&count=true" : "/v1/deployments");
                JsonNode items = page.path("items");
                if (history) {
                    assertThat(page.path("total").asInt()).isEqualTo(items.size());
                }
                LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
                client.watch(page.path("watchCursor").asText(), messages);
                watchers.add(new Watcher(
                        items.path(items.size() - 1).path("revision").asLong(), messages));
            }
            changes.get();

            // Then
            long last = 1 + CHANGES;
            assertThat(watchers.getFirst().revision()).isLessThan(last);
            for (Watcher watcher : watchers) {
                assertThat(streamed(watcher, last))
                        .containsAll(LongStream.rangeClosed(watcher.revision() + 1, last)
                                .boxed()
                                .toList());
            }
        }
    }

    private static Set<Long> streamed(Watcher watcher, long last) throws Exception {
        SortedSet<Long> revisions = new TreeSet<>(List.of(watcher.revision()));
        while (revisions.last() < last) {
            String message = watcher.messages().poll(30, TimeUnit.SECONDS);
            assertThat(message).as("after revision %d", revisions.last()).isNotNull();
            revisions.add(
                    JSON.readTree(String.valueOf(message)).path("revision").asLong());
        }
        return revisions;
    }
}
