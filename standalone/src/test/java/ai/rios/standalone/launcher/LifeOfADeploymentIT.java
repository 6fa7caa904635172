package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.launcher.Client.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        new Launcher(folder).down();
    }

    @Test
    void everyRequestIsDecidedShownAndStreamed() throws Exception {
        Launcher stack = new Launcher(folder);
        Launcher.Result up = stack.up("--split");
        assertThat(up.status()).as(up.output()).isZero();
        LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
        try (Client client = new Client(stack.status().path("http").asText(), stack.token())) {
            client.watch("", messages);

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
        }
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
        Reply partial = client.send("POST", "/v1/batch", "{\"batch\":" + items + "}");

        assertThat(aborted.status()).as("%s", aborted).isEqualTo(409);
        assertThat(partial.status()).as("%s", partial).isEqualTo(207);
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
