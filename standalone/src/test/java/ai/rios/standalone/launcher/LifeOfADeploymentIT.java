package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.launcher.Client.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user does with deployments, against services that are processes of their own: each request goes from the edge through
 * the log to a handler, each read from the edge through the query service to a view.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class LifeOfADeploymentIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONSOLE = "https://console.example";

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        new Launcher(folder).down();
    }

    @Test
    void everyRequestIsDecidedShownAndStreamed() throws Exception {
        Launcher stack = new Launcher(folder);
        Launcher.Result up = stack.up("--split", "--set", "edge.allowed-origins=" + CONSOLE);
        assertThat(up.status()).as(up.output()).isZero();
        LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
        String address = stack.status().path("http").asText();
        try (Client client = new Client(address, stack.token());
                HttpClient page = HttpClient.newHttpClient()) {
            client.watch("", messages);
            LinkedBlockingQueue<String> shown = watchesFromAPage(client, page, address);

            String id = createdOnce(client);
            String path = "/v1/deployments/" + id;
            runs(client, path);
            changesWithCare(client, path);
            failsAndIsTriedAgain(client, path);
            isRemembered(client, path);
            isDeletedAndItsNameFree(client, path);
            batches(client);

            assertThat(revisions(messages, id, "deleted"))
                    .startsWith(1L, 2L, 3L)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(revisions(shown, id, "deleted")).startsWith(1L, 2L, 3L);
            page.shutdownNow(); // its socket ends with it
        }
    }

    /** A page of a listed origin watches with a ticket; one of another origin does not, and nobody without a good one. */
    private static LinkedBlockingQueue<String> watchesFromAPage(Client client, HttpClient page, String address) {
        Reply ticket = client.send("POST", "/v1/tickets", "{\"path\":\"/v1/stream\"}");
        LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
        String stream = address.replace("http:", "ws:") + "/v1/stream?ticket=";
        URI good = URI.create(stream + ticket.json().path("ticket").asText());

        assertThat(ticket.status()).as("%s", ticket).isEqualTo(201);
        assertThat(refusal(page, "https://evil.example", good)).isEqualTo(403);
        assertThat(refusal(page, CONSOLE, URI.create(stream + "made-up"))).isEqualTo(401);
        open(page, CONSOLE, good, messages).join();
        return messages;
    }

    private static int refusal(HttpClient page, String origin, URI stream) {
        try {
            open(page, origin, stream, new LinkedBlockingQueue<>()).join();
            return 101;
        } catch (CompletionException refused) {
            return ((WebSocketHandshakeException) Objects.requireNonNull(refused.getCause()))
                    .getResponse()
                    .statusCode();
        }
    }

    private static CompletableFuture<WebSocket> open(
            HttpClient page, String origin, URI stream, LinkedBlockingQueue<String> messages) {
        StringBuilder text = new StringBuilder();
        return page.newWebSocketBuilder().header("Origin", origin).buildAsync(stream, new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                text.append(data);
                if (last) {
                    messages.add(text.toString());
                    text.setLength(0);
                }
                socket.request(1);
                return null;
            }
        });
    }

    private static String createdOnce(Client client) {
        String body = "{\"name\":\"web\",\"image\":\"nginx:1.27\"}";
        Reply created = client.send("POST", "/v1/deployments", body, "Idempotency-Key", "k-1", "X-Request-ID", "r-1");
        Reply again = client.send("POST", "/v1/deployments", body, "Idempotency-Key", "k-1");
        Reply other = client.send("POST", "/v1/deployments", body.replace("27", "28"), "Idempotency-Key", "k-1");
        Reply taken = client.send("POST", "/v1/deployments", body);

        assertThat(created.status()).as("%s", created).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(created.json());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(taken.status()).isEqualTo(409);
        String operation = created.header("X-RiOS-Operation");
        assertThat(client.get("/v1/operations/" + operation).path("id").asText())
                .isEqualTo(operation);
        assertThat(client.get("/v1/operations?request_id=r-1").path("items"))
                .extracting(one -> one.path("id").asText())
                .containsExactly(operation);
        return created.json().path("id").asText();
    }

    private static void runs(Client client, String path) {
        Reply running = client.send("POST", path + "/status", "{\"status\":\"running\",\"observed_generation\":1}");
        Reply repeated = client.send("POST", path + "/status", "{\"status\":\"running\",\"observed_generation\":1}");

        assertThat(running.json().path("applied").asBoolean()).as("%s", running).isTrue();
        assertThat(repeated.json().path("applied").asBoolean()).isFalse();
        Reply waited = client.send("GET", path + "?wait=30&for=running&generation=1", "");
        assertThat(waited.header("X-RiOS-Wait-Satisfied")).isEqualTo("true");
        assertThat(waited.json().path("status").asText()).isEqualTo("running");
    }

    private static void changesWithCare(Client client, String path) {
        String revision = client.send("GET", path, "").header("ETag");
        Reply stale = client.send("PATCH", path, "{\"replicas\":2}", "If-Match", "\"1\"");
        Reply patched = client.send("PATCH", path, "{\"replicas\":2}", "If-Match", revision);
        Reply careless = client.send("PUT", path, "{\"name\":\"web\",\"image\":\"nginx:1.28\"}");
        Reply replaced = client.send(
                "PUT", path, "{\"name\":\"web\",\"image\":\"nginx:1.28\"}", "If-Match", patched.header("ETag"));

        assertThat(stale.status()).isEqualTo(412);
        assertThat(patched.json().path("replicas").asInt()).isEqualTo(2);
        assertThat(careless.status()).isEqualTo(428);
        assertThat(replaced.json().path("image").asText()).isEqualTo("nginx:1.28");
        assertThat(replaced.json().path("replicas").asInt()).isEqualTo(1);
        Reply read = client.send("GET", path, "", "X-RiOS-Min-Position", replaced.header("X-RiOS-Position"));
        assertThat(read.json()).isEqualTo(replaced.json());
    }

    private static void failsAndIsTriedAgain(Client client, String path) {
        Reply failed = client.send("POST", path + "/status", "{\"status\":\"failed\",\"reason\":\"no such image\"}");
        Reply pending = client.send("GET", path + "?wait=30&for=pending", "");

        assertThat(failed.json().path("applied").asBoolean()).as("%s", failed).isTrue();
        assertThat(pending.header("X-RiOS-Wait-Satisfied")).as("%s", pending).isEqualTo("true");
    }

    private static void isRemembered(Client client, String path) {
        JsonNode first = client.get(path + "?at_revision=1");
        JsonNode events = client.get(path + "/events?count=true");

        assertThat(first.path("image").asText()).isEqualTo("nginx:1.27");
        assertThat(first.path("status").asText()).isEqualTo("pending");
        assertThat(events.path("total").asInt()).isEqualTo(events.path("items").size());
        assertThat(events.path("items"))
                .extracting(event -> event.path("command").asText())
                .containsSubsequence("create", "report_status", "patch", "update", "report_status");
        assertThat(events.at("/items/0/idempotency_key").asText()).isEqualTo("k-1");
    }

    private static void isDeletedAndItsNameFree(Client client, String path) {
        Reply deleted = client.send("DELETE", path, "", "If-Match", "*");
        Reply gone = client.send("GET", path, "", "X-RiOS-Min-Position", deleted.header("X-RiOS-Position"));

        assertThat(deleted.status()).as("%s", deleted).isEqualTo(204);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(client.create("web")).isEqualTo(201);
    }

    private static void batches(Client client) {
        String items = "[{\"op\":\"create\",\"path\":\"/deployments\",\"body\":{\"name\":\"one\",\"image\":\"nginx\"}},"
                + "{\"op\":\"create\",\"path\":\"/deployments\",\"body\":{\"name\":\"web\",\"image\":\"nginx\"}}]";
        Reply aborted = client.send("POST", "/v1/batch", "{\"mode\":\"atomic\",\"batch\":" + items + "}");
        Reply partial = client.send("POST", "/v1/batch", "{\"batch\":" + items + "}", "Idempotency-Key", "b-1");
        Reply again = client.send("POST", "/v1/batch", "{\"batch\":" + items + "}", "Idempotency-Key", "b-1");

        assertThat(aborted.status()).as("%s", aborted).isEqualTo(409);
        assertThat(partial.status()).as("%s", partial).isEqualTo(207);
        assertThat(again.status()).as("%s", again).isEqualTo(207);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("X-RiOS-Operation")).isEqualTo(partial.header("X-RiOS-Operation"));
        assertThat(again.json().path("results"))
                .extracting(one -> one.at("/headers/Idempotency-Replayed").asText())
                .containsExactly("true", "true");
        assertThat(again.json().at("/results/0/body/id"))
                .isEqualTo(partial.json().at("/results/0/body/id"));
        client.send("GET", "/v1/deployments", "", "X-RiOS-Min-Position", partial.header("X-RiOS-Position"));
        assertThat(client.names()).containsExactlyInAnyOrder("web", "one");
    }

    /** Revisions of a deployment's messages, in the order they came, up to the last one. */
    private static List<Long> revisions(LinkedBlockingQueue<String> messages, String id, String last)
            throws InterruptedException, IOException {
        List<Long> revisions = new ArrayList<>();
        while (true) {
            String text = messages.poll(30, TimeUnit.SECONDS);
            assertThat(text).as("after " + revisions).isNotNull();
            JsonNode message = JSON.readTree(text);
            if (message.path("deployment_id").asText().equals(id)) {
                revisions.add(message.path("revision").asLong());
                if (message.path("status").asText().equals(last)) {
                    return revisions;
                }
            }
        }
    }
}
