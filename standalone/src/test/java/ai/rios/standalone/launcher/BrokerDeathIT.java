package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker dies in the midst of transactions, again and again, while tenants on many partitions write. */
final class BrokerDeathIT {
    private static final int TENANTS = 8;
    private static final int DEATHS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<Traffic> writers = new ArrayList<>();

    @TempDir
    Path folder;

    private Launcher stack;

    @BeforeEach
    void up() {
        stack = new Launcher(folder);
        Launcher.Result up = stack.up();
        assertThat(up.status()).as(up.output()).isZero();
    }

    @AfterEach
    void down() {
        writers.forEach(Traffic::close);
        stack.down();
    }

    @Test
    void everyPartitionGoesOnAndNothingAcknowledgedIsLost() {
        String http = stack.status().path("http").asText();
        List<String> tokens = new ArrayList<>();
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            tokens.add(stack.token("--tenant", "tenant-" + tenant));
        }
        tokens.forEach(token -> writers.add(new Traffic(http, token)));

        for (int death = 1; death <= DEATHS; death++) {
            assertThat(allGoOn()).as("before death %d", death).isTrue();
            Launcher.kill(Launcher.pid(stack.status(), "broker"));
            assertThat(allGoOn()).as("after death %d", death).isTrue();
        }

        writers.forEach(Traffic::stop);
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            List<String> acknowledged = writers.get(tenant).acknowledged();
            try (Client client = new Client(http, tokens.get(tenant))) {
                assertThat(Launcher.await(() -> client.names().containsAll(acknowledged), LIMIT))
                        .as("what tenant %d was told is listed", tenant)
                        .isTrue();
            }
        }
    }

    /** Whether every tenant is told of five more creations. */
    private boolean allGoOn() {
        List<Integer> before =
                writers.stream().map(writer -> writer.acknowledged().size()).toList();
        return Launcher.await(
                () -> {
                    for (int tenant = 0; tenant < TENANTS; tenant++) {
                        if (writers.get(tenant).acknowledged().size() < before.get(tenant) + 5) {
                            return false;
                        }
                    }
                    return true;
                },
                LIMIT);
    }
}
