package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./rios rebuild} on a running stack whose users go on writing and reading. */
final class RebuildIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        new Launcher(folder).down();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--split"})
    void viewsAreComparedAndSwitchedWhileUsersNoticeNothing(String mode) {
        Launcher stack = new Launcher(folder);
        Launcher.Result up = mode.isEmpty() ? stack.up() : stack.up(mode);
        assertThat(up.status()).as(up.output()).isZero();
        String http = stack.status().path("http").asText();
        String token = stack.token();
        try (Traffic traffic = new Traffic(http, token)) {
            assertThat(Launcher.await(() -> traffic.acknowledged().size() >= 20, LIMIT))
                    .isTrue();

            Launcher.Result rebuild = stack.run(List.of("rebuild", "--limit", "4m"));

            assertThat(rebuild.status()).as(rebuild.output()).isZero();
            assertThat(rebuild.output()).contains("identical: ", "switched to generation 2", "generation 1 is removed");
            int before = traffic.acknowledged().size();
            assertThat(Launcher.await(() -> traffic.acknowledged().size() >= before + 10, LIMIT))
                    .isTrue();
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
            try (Client client = new Client(http, token)) {
                assertThat(Launcher.await(() -> client.names().containsAll(traffic.acknowledged()), LIMIT))
                        .isTrue();
            }
        }
    }
}
