package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.runtime.process.Version;
import ai.rios.standalone.process.FileTree;
import ai.rios.standalone.testing.PackedFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * This build on data folders as released versions left them: {@code data-folders/VERSION.zip}, and beside each {@code VERSION.json} with
 * what that version said of it. {@code -Drios.data-folder.release=VERSION} makes one where it is missing, see {@code docs/upgrades.md}.
 */
final class KeptDataFolderIT {
    private static final Path KEPT = Path.of("src/test/resources/data-folders");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String TENANT = "acme";

    /** The longest that handlers may be told to remember a key. */
    private static final String LONGEST_RETENTION = "handlers.key-retention=720h";

    private static final Duration SURELY_KEPT = Duration.ofDays(29);

    @TempDir
    static Path folder;

    @AfterEach
    void stop() {
        stack().down();
    }

    private static Launcher stack() {
        return new Launcher(folder.resolve("data"));
    }

    private static Client client() {
        return new Client(stack().status().path("http").asText(), stack().token("--tenant", TENANT));
    }

    static Stream<String> versions() throws IOException {
        if (!Files.isDirectory(KEPT)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(KEPT)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".zip"))
                    .map(name -> name.substring(0, name.length() - ".zip".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @BeforeAll
    static void release() throws IOException {
        String version = System.getProperty("rios.data-folder.release", "");
        if (version.isEmpty() || Files.exists(KEPT.resolve(version + ".zip"))) {
            return;
        }
        started(stack().up());
        JsonNode said;
        try (Client client = client()) {
            said = write(client);
        }
        stack().down();
        Files.createDirectories(KEPT);
        PackedFolder.pack(stack().data(), KEPT.resolve(version + ".zip"), List.of("logs", "run", "lock"));
        Files.writeString(KEPT.resolve(version + ".json"), said.toPrettyString() + "\n");
    }

    private static void started(Launcher.Result up) {
        assertThat(up.status()).as(up.output()).isZero();
    }

    /** Something of every kind, and what is to be asked of it later. */
    private static JsonNode write(Client client) {
        ObjectNode said = JSON.createObjectNode();
        said.put("made", Instant.now().toString());
        for (String name : List.of("web", "db", "gone")) {
            said.put("operation-" + name, keyed(client, name).header("X-RiOS-Operation"));
        }
        String web = idOf(client, "web");
        assertThat(client.send(
                                "POST",
                                "/v1/deployments/" + web + "/status",
                                "{\"status\":\"running\",\"observed_generation\":1}")
                        .status())
                .isEqualTo(200);
        assertThat(client.send("DELETE", "/v1/deployments/" + idOf(client, "gone"), "", "If-Match", "*")
                        .status())
                .isEqualTo(204);
        assertThat(Launcher.await(() -> position(client) == 7, LIMIT)).isTrue();
        said.put(
                "cursor",
                client.get("/v1/deployments?limit=1").path("watchCursor").asText());
        said.put(
                "list-cursor",
                client.get("/v1/deployments?limit=1").path("nextCursor").asText());
        assertThat(client.patch("/v1/deployments/" + web, "{\"labels\":{\"tier\":\"front\"}}"))
                .isEqualTo(200);
        assertThat(Launcher.await(() -> position(client) == 8, LIMIT)).isTrue();
        said.set("views", views(client));
        return said;
    }

    private static Client.Reply keyed(Client client, String name) {
        return client.send(
                "POST",
                "/v1/deployments",
                "{\"name\":\"" + name + "\",\"image\":\"nginx:1.27\",\"env\":{\"A\":\"b\"}}",
                "Idempotency-Key",
                "key-" + name);
    }

    private static String idOf(Client client, String name) {
        String path = "/v1/deployments?filter=name=" + name;
        assertThat(Launcher.await(() -> client.get(path).path("items").size() == 1, LIMIT))
                .isTrue();
        return client.get(path).path("items").path(0).path("id").asText();
    }

    private static long position(Client client) {
        return client.get("/v1/deployments?limit=1").path("position").asLong();
    }

    /** Position, deployments and their histories. */
    private static JsonNode views(Client client) {
        ObjectNode views = JSON.createObjectNode();
        JsonNode list = client.get("/v1/deployments?limit=200");
        views.put("position", list.path("position").asLong());
        Map<String, JsonNode> histories = new TreeMap<>();
        ArrayNode deployments = views.putArray("deployments");
        for (JsonNode deployment : list.path("items")) {
            deployments.add(deployment);
            String id = deployment.path("id").asText();
            histories.put(id, client.get("/v1/deployments/" + id + "/events").path("items"));
        }
        views.putObject("histories").setAll(histories);
        return views;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatAVersionLeftIsReadAndGoesOn(String version) throws IOException {
        JsonNode said = JSON.readTree(KEPT.resolve(version + ".json").toFile());
        FileTree.delete(stack().data());
        PackedFolder.unpack(KEPT.resolve(version + ".zip"), stack().data());

        started(stack().up("--set", LONGEST_RETENTION));

        try (Client client = client()) {
            // As texts, for numbers that were read are of another width than those that were put in.
            assertThat(views(client).toPrettyString())
                    .isEqualTo(said.path("views").toPrettyString());
            assertThat(client.send(
                                    "GET",
                                    "/v1/deployments?cursor="
                                            + said.path("list-cursor").asText(),
                                    "")
                            .json()
                            .path("error")
                            .path("code")
                            .asText("fresh"))
                    .isIn("cursor_expired", "fresh");
            repeat(client, said);
            goOn(client, said);
        }
    }

    /** A repeat has the first answer as long as its key is remembered, and then meets the name that is taken. */
    private static void repeat(Client client, JsonNode said) {
        Client.Reply repeated = keyed(client, "web");
        Instant made = Instant.parse(said.path("made").asText());
        if (Duration.between(made, Instant.now()).compareTo(SURELY_KEPT) < 0) {
            assertThat(repeated.status()).isEqualTo(201);
            assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(repeated.header("X-RiOS-Operation"))
                    .isEqualTo(said.path("operation-web").asText());
        } else {
            assertThat(repeated.status()).isIn(201, 409);
        }
        assertThat(position(client))
                .isEqualTo(said.path("views").path("position").asLong());
    }

    private static void goOn(Client client, JsonNode said) {
        Queue<String> messages = new ConcurrentLinkedQueue<>();
        client.watch(said.path("cursor").asText(), messages);
        String web = idOf(client, "web");
        Client.Reply patched =
                client.send("PATCH", "/v1/deployments/" + web, "{\"image\":\"nginx:2\"}", "If-Match", "\"5\"");
        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.header("X-RiOS-Position")).isEqualTo("9");
        assertThat(client.create("db")).isEqualTo(409);
        assertThat(client.create("gone")).isEqualTo(201);

        assertThat(Launcher.await(() -> messages.size() >= 3, LIMIT)).isTrue();
        assertThat(messages.stream().map(KeptDataFolderIT::position))
                .as("from the cursor on: what that version wrote, then what this one did")
                .containsExactly(8L, 9L, 10L);
    }

    private static long position(String message) {
        try {
            return JSON.readTree(message).path("position").asLong();
        } catch (IOException failure) {
            throw new IllegalStateException(message, failure);
        }
    }

    /** A release keeps a folder of its own; until then those before it do. */
    @Test
    void theFolderOfEveryReleaseIsKept() throws IOException {
        String version = Version.OF_THIS_BUILD;
        if (version.endsWith("-SNAPSHOT") || version.equals("dev")) {
            assertThat(versions()).isNotEmpty();
        } else {
            assertThat(versions()).contains(version);
        }
    }
}
