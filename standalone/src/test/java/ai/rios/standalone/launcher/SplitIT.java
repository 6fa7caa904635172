package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every service in a process of its own. */
final class SplitIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String FOREIGN_ID = "987654";

    @TempDir
    Path folder;

    private Launcher stack = new Launcher(Path.of(""));

    @BeforeEach
    void nameTheFolder() {
        stack = new Launcher(folder.resolve("split"));
    }

    @AfterEach
    void stop() {
        stack.down();
    }

    @Test
    void killedProcessesAreStartedAgainAndRequestsGoOn() throws IOException {
        started(stack.up("--split"));
        JsonNode before = stack.status();
        List<String> acknowledged = new ArrayList<>();
        assertThat(names(before))
                .containsExactlyInAnyOrder(
                        "stack",
                        "broker",
                        "registry",
                        "handlers-1",
                        "handlers-2",
                        "projections-1",
                        "projections-2",
                        "edge");
        try (Client client = new Client(before.path("http").asText(), stack.token())) {
            assertThat(client.create("before")).isEqualTo(201);
            acknowledged.add("before");

            List<String> killed = List.of("handlers-1", "projections-1", "registry", "edge");
            killed.forEach(name -> Launcher.kill(Launcher.pid(before, name)));

            // A request that got no answer may still be decided, so each has a name of its own.
            AtomicInteger attempts = new AtomicInteger();
            assertThat(Launcher.await(() -> client.create("after-" + attempts.incrementAndGet()) == 201, LIMIT))
                    .isTrue();
            acknowledged.add("after-" + attempts.get());
            assertThat(Launcher.await(() -> client.names().containsAll(acknowledged), LIMIT))
                    .isTrue();
            assertThat(killed)
                    .allSatisfy(name ->
                            assertThat(isStartedAgain(name, before)).as(name).isTrue());
        }
        List<Long> pids = Launcher.pids(stack.status());

        Launcher.Result down = stack.down();

        assertThat(down.status()).as(down.output()).isZero();
        assertThat(pids).hasSize(8).noneMatch(Launcher::isAlive);
        assertThat(stack.processes()).isEmpty();
        Path remembered = rememberAnotherRegistry();
        started(stack.up("--split"));
        assertThat(remembered).content().doesNotContain(FOREIGN_ID);
        acknowledged.add("last");
        try (Client client = new Client(stack.status().path("http").asText(), stack.token())) {
            assertThat(client.create("last")).isEqualTo(201);
        }
        killEverythingAndFindAgain(acknowledged);
        killTheParentAlone();
    }

    /** Puts schema ids of some other registry where the stack keeps what it knows. */
    private Path rememberAnotherRegistry() throws IOException {
        String known = Files.readString(stack.data().resolve("streams/edge/schemas.json"));
        String foreign = known.replaceFirst("\"id\"\\s*:\\s*\\d+", "\"id\":" + FOREIGN_ID);
        assertThat(foreign).isNotEqualTo(known);
        return Files.writeString(stack.data().resolve("registry/schemas.json"), foreign);
    }

    private void killEverythingAndFindAgain(List<String> acknowledged) {
        List<Long> listed = Launcher.pids(stack.status());
        assertThat(stack.processes()).containsAll(listed);
        listed.forEach(Launcher::kill);
        assertThat(Launcher.await(() -> stack.processes().isEmpty(), LIMIT)).isTrue();

        started(stack.up("--split"));

        try (Client client = new Client(stack.status().path("http").asText(), stack.token())) {
            assertThat(Launcher.await(() -> client.names().containsAll(acknowledged), LIMIT))
                    .isTrue();
        }
    }

    private void killTheParentAlone() {
        JsonNode status = stack.status();
        assertThat(stack.processes()).hasSizeGreaterThanOrEqualTo(8).containsAll(Launcher.pids(status));

        Launcher.kill(Launcher.pid(status, "stack"));

        assertThat(Launcher.await(() -> stack.processes().isEmpty(), LIMIT)).isTrue();
    }

    private static void started(Launcher.Result up) {
        assertThat(up.status()).as(up.output()).isZero();
    }

    private boolean isStartedAgain(String name, JsonNode before) {
        return Launcher.await(
                () -> {
                    long pid = Launcher.pid(stack.status(), name);
                    return pid != Launcher.pid(before, name) && Launcher.isAlive(pid);
                },
                LIMIT);
    }

    private static List<String> names(JsonNode status) {
        List<String> names = new ArrayList<>();
        status.path("processes")
                .forEach(process -> names.add(process.path("name").asText()));
        return names;
    }
}
