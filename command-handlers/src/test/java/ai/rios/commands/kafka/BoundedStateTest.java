package ai.rios.commands.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten days of traffic by record time: what is kept depends on the last day only. */
class BoundedStateTest {
    private static final int COMMANDS_A_DAY = 96;

    @TempDir
    Path folder;

    @Test
    void theLiveKeysOfTheChangelogAreFlatOverTenDays() {
        try (Partition partition = new Partition(folder)) {
            List<Integer> atEndOfDay = new ArrayList<>();
            for (int day = 0; day < 10; day++) {
                playDay(partition, day);
                atEndOfDay.add(partition.liveKeys());
            }

            assertThat(atEndOfDay.subList(2, 10))
                    .allSatisfy(keys -> assertThat(keys).isBetween(atEndOfDay.get(1) - 40, atEndOfDay.get(1) + 40));
        }
    }

    /** Creates and deletes under keys of their own; of ten tenants one speaks each day, and then is silent. */
    private static void playDay(Partition partition, int day) {
        for (int i = 0; i < COMMANDS_A_DAY; i++) {
            String tenant = i % 2 == 0 ? "acme" : "day-" + day;
            String name = "d" + day + "-" + i;
            partition.send(command(partition, tenant, name, create(name)), new RecordHeaders());
            Outcome outcome = partition.answer();
            String id = outcome.result() instanceof Outcome.Done done ? done.deploymentId() : "";
            partition.send(
                    command(partition, tenant, name + "-gone", new Request.Delete(id, new Precondition.Exists())),
                    new RecordHeaders());
            partition.outcomes().readValuesToList();
            partition.events().readValuesToList();
            partition.passRecords(Duration.ofMinutes(15));
        }
    }

    private static Request create(String name) {
        return new Request.Create(DeploymentSpec.of(name, "app:1"), false);
    }

    private static DeploymentCommand command(Partition partition, String tenant, String key, Request request) {
        return new DeploymentCommand(
                "op_" + key,
                "req",
                tenant,
                "alice",
                partition.now(),
                false,
                new DeploymentCommand.Idempotency(key, "alice POST", "f-" + key),
                request);
    }
}
