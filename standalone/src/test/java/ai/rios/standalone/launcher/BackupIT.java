package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.process.Installation;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./rios backup} and {@code restore}, of stacks that run under load and of stopped ones, whole and to a sequence. */
final class BackupIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String TENANT = "acme";

    /** 128 and the number of SIGTERM. */
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        for (String name : List.of("one", "two", "three")) {
            if (Files.exists(folder.resolve(name))) {
                stack(name).down();
            }
        }
    }

    private Launcher stack(String name) {
        return new Launcher(folder.resolve(name));
    }

    private Launcher.Result run(Launcher stack, String... words) {
        return stack.run(List.of(words));
    }

    private static void done(Launcher.Result result) {
        assertThat(result.status()).as(result.output()).isZero();
    }

    private static Client client(Launcher stack, String tenant) {
        return new Client(stack.status().path("http").asText(), stack.token("--tenant", tenant));
    }

    /** All that views tell of a tenant: its deployments, and the history of each, by id. */
    private static Map<String, List<JsonNode>> views(Client client) {
        Map<String, List<JsonNode>> views = new TreeMap<>();
        for (JsonNode deployment : items(client, "/v1/deployments?limit=200")) {
            String id = deployment.path("id").asText();
            List<JsonNode> all = new ArrayList<>(List.of(deployment));
            all.addAll(items(client, "/v1/deployments/" + id + "/events?limit=200"));
            views.put(id, all);
        }
        return views;
    }

    private static List<JsonNode> items(Client client, String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = client.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(items::add);
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return items;
    }

    private static long position(Client client) {
        return client.get("/v1/deployments?limit=1").path("position").asLong();
    }

    @Test
    void aBackupUnderLoadIsAPrefixOfWhatWasWritten() throws IOException {
        Launcher one = stack("one");
        done(one.up());
        Path backup = folder.resolve("backup");
        Map<String, List<JsonNode>> written;
        List<String> before;
        try (Traffic traffic = new Traffic(one.status().path("http").asText(), one.token("--tenant", TENANT))) {
            assertThat(Launcher.await(() -> traffic.acknowledged().size() >= 20, LIMIT))
                    .isTrue();
            before = traffic.acknowledged();

            done(run(one, "backup", backup.toString()));

            int during = traffic.acknowledged().size();
            assertThat(Launcher.await(() -> traffic.acknowledged().size() >= during + 10, LIMIT))
                    .isTrue();
            traffic.stop();
            try (Client client = client(one, TENANT)) {
                written = views(client);
            }
        }
        try (Stream<Path> files = Files.walk(backup)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .endsWith("------"));
        }
        done(one.down());

        Launcher two = stack("two");
        done(run(two, "restore", backup.toString()));
        done(two.up());
        try (Client client = client(two, TENANT)) {
            List<String> names = new ArrayList<>();
            Map<String, List<JsonNode>> restored = views(client);
            restored.values()
                    .forEach(view -> names.add(view.getFirst().path("name").asText()));
            assertThat(names).containsAll(before).hasSizeLessThan(written.size());
            // Each deployment has one event, so the order of ids is that of sequences.
            assertThat(new ArrayList<>(restored.entrySet()))
                    .isEqualTo(new ArrayList<>(written.entrySet()).subList(0, restored.size()));
            assertThat(position(client)).isEqualTo(restored.size());
            assertThat(client.create("after")).isEqualTo(201);
            assertThat(Launcher.await(() -> position(client) == restored.size() + 1, LIMIT))
                    .isTrue();
        }
    }

    @Test
    void aTenantIsRestoredAsItWasAtEverySequenceAndOthersWhole() throws IOException {
        Launcher one = stack("one");
        done(one.up());
        Path backup = folder.resolve("backup");
        Map<String, List<JsonNode>> at;
        Map<String, List<JsonNode>> end;
        Map<String, List<JsonNode>> other;
        long point;
        String early;
        String late;
        String cursor;
        try (Client client = client(one, TENANT);
                Client stranger = client(one, "other")) {
            Client.Reply created = keyed(client, "web", "key-1");
            early = created.header("X-RiOS-Operation");
            String id = created.json().path("id").asText();
            assertThat(client.send(
                                    "POST",
                                    "/v1/deployments/" + id + "/status",
                                    "{\"status\":\"running\",\"observed_generation\":1}")
                            .status())
                    .isEqualTo(200);
            assertThat(client.create("gone")).isEqualTo(201);
            assertThat(Launcher.await(() -> position(client) == 5, LIMIT)).isTrue();
            at = views(client);
            point = position(client);
            cursor = client.get("/v1/deployments?limit=1").path("watchCursor").asText();
            late = keyed(client, "late", "key-2").header("X-RiOS-Operation");
            assertThat(client.patch("/v1/deployments/" + id, "{\"image\":\"nginx:2\"}"))
                    .isEqualTo(200);
            assertThat(stranger.create("web")).isEqualTo(201);
            assertThat(Launcher.await(() -> position(client) == 7 && position(stranger) == 1, LIMIT))
                    .isTrue();
            end = views(client);
            other = views(stranger);
        }
        done(one.down());

        done(run(one, "backup", backup.toString()));

        Launcher whole = stack("two");
        done(run(whole, "restore", backup.toString()));
        done(whole.up());
        try (Client client = client(whole, TENANT);
                Client stranger = client(whole, "other")) {
            assertThat(views(client)).isEqualTo(end);
            assertThat(views(stranger)).isEqualTo(other);
            Client.Reply repeated = keyed(client, "late", "key-2");
            assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(repeated.header("X-RiOS-Operation")).isEqualTo(late);
            assertThat(client.read("/v1/operations/" + late)).isEqualTo(200);
        }
        done(whole.down());

        Launcher.Result midst = run(stack("three"), "restore", backup.toString(), "--at", TENANT + "=3");
        assertThat(midst.status()).isEqualTo(1);
        assertThat(midst.output()).contains("in the midst of what one command decided", "name 1 or a later one");
        Launcher.Result beyond = run(stack("three"), "restore", backup.toString(), "--at", TENANT + "=8");
        assertThat(beyond.status()).isEqualTo(1);
        assertThat(beyond.output()).contains("events up to sequence 7 in this backup, not 8");
        assertThat(folder.resolve("three")).doesNotExist();

        Launcher earlier = stack("three");
        done(run(earlier, "restore", backup.toString(), "--at", TENANT + "=" + point));
        done(earlier.up());
        try (Client client = client(earlier, TENANT);
                Client stranger = client(earlier, "other")) {
            assertThat(views(client)).isEqualTo(at);
            assertThat(position(client)).isEqualTo(point);
            assertThat(views(stranger)).isEqualTo(other);
            assertThat(client.read("/v1/operations/" + early)).isEqualTo(200);
            assertThat(client.read("/v1/operations/" + late)).isEqualTo(404);
            assertThat(refusedCursor(client, cursor)).isEqualTo(410);
            Client.Reply kept = keyed(client, "web", "key-1");
            assertThat(kept.header("Idempotency-Replayed")).isEqualTo("true");
            Client.Reply anew = keyed(client, "late", "key-2");
            assertThat(anew.status()).isEqualTo(201);
            assertThat(anew.header("Idempotency-Replayed")).isEmpty();
            assertThat(anew.header("X-RiOS-Operation")).isNotEqualTo(late);
            assertThat(anew.header("X-RiOS-Position")).isEqualTo(Long.toString(point + 1));
            assertThat(client.create("gone")).isEqualTo(409);
        }
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void whatIsBrokenOffLeavesNothing() throws Exception {
        Launcher one = stack("one");
        done(one.up());
        done(one.down());
        for (String[] words : new String[][] {
            {"backup", folder.resolve("backup").toString(), "--data", one.data().toString()},
            {
                "restore",
                folder.resolve("whole").toString(),
                "--data",
                folder.resolve("two").toString()
            }
        }) {
            if (words[0].equals("restore")) {
                done(run(one, "backup", folder.resolve("whole").toString()));
            }
            ProcessBuilder builder = new ProcessBuilder(
                            Installation.locate().home().resolve("rios").toString(),
                            words[0],
                            words[1],
                            words[2],
                            words[3])
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile());
            builder.environment().put("BACKBONE_BUILT", "true");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            assertThat(Launcher.await(() -> !leftOvers().isEmpty(), LIMIT)).isTrue();

            process.destroy();

            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(folder.resolve("said")).hasContent("");
            assertThat(leftOvers()).isEmpty();
            assertThat(folder.resolve("backup")).doesNotExist();
            assertThat(folder.resolve("two")).doesNotExist();
        }
    }

    private static Client.Reply keyed(Client client, String name, String key) {
        return client.send(
                "POST",
                "/v1/deployments",
                "{\"name\":\"" + name + "\",\"image\":\"nginx:1.27\"}",
                "Idempotency-Key",
                key);
    }

    private static int refusedCursor(Client client, String cursor) {
        try {
            client.watch(cursor, new ConcurrentLinkedQueue<>());
            return 101;
        } catch (CompletionException refused) {
            return assertThat(refused.getCause())
                    .asInstanceOf(InstanceOfAssertFactories.type(WebSocketHandshakeException.class))
                    .actual()
                    .getResponse()
                    .statusCode();
        }
    }

    private List<String> leftOvers() {
        return Stream.of(Objects.requireNonNull(folder.toFile().list()))
                .filter(name -> name.contains("unfinished"))
                .toList();
    }
}
