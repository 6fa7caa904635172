package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every service in a process of its own. */
final class SplitIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

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
    void killedServicesAreStartedAgainAndRequestsGoOn() {
        Launcher.Result up = stack.up("--split");
        assertThat(up.status()).as(up.output()).isZero();
        JsonNode before = stack.status();
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

            List<String> killed = List.of("handlers-1", "projections-1");
            killed.forEach(name -> Launcher.kill(Launcher.pid(before, name)));

            assertThat(Launcher.await(() -> client.create("after") == 201, LIMIT))
                    .isTrue();
            assertThat(Launcher.await(() -> client.names().containsAll(List.of("before", "after")), LIMIT))
                    .isTrue();
            assertThat(killed)
                    .allSatisfy(name ->
                            assertThat(isStartedAgain(name, before)).as(name).isTrue());
        }
        List<Long> pids = Launcher.pids(stack.status());

        Launcher.Result down = stack.down();

        assertThat(down.status()).as(down.output()).isZero();
        assertThat(pids).hasSize(8).noneMatch(Launcher::isAlive);
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
