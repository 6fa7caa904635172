package ai.rios.standalone.commands;

import static ai.rios.standalone.commands.CommandLog.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.commands.CommandHandlers;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.SpecChanges;
import ai.rios.standalone.testing.TestCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are remembered for a second and segments are short: what the changelog takes after compaction does not grow. */
final class CompactedStateIT {
    private static final int CHANGES_A_ROUND = 300;
    private static final int ROUNDS = 4;

    @TempDir
    Path folder;

    private int changes;

    @Test
    void theChangelogsBytesAreFlatAfterCompaction() throws Exception {
        try (CommandLog log = new CommandLog(TestCluster.topicPrefix(CompactedStateIT.class), 1);
                CommandHandlers handlers = HandlersUnderTest.start(
                        log.bootstrapServers, log.topics, folder, Map.of("handlers.key-retention", "1s"))) {
            log.create("acme", "web");
            await("decided while " + handlers.state(), () -> log.outcomes().size() == 1);
            String id = log.events().getFirst().value().deploymentId();
            String changelog = CommandHandlers.applicationId(log.topics) + "-decisions-changelog";
            compactOften(log, changelog);

            List<Long> written = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                playRound(log, id);
                written.add(sizeOf(log, changelog));
            }

            // Each round writes about as much as the first; what is live is a few entries.
            long oneRound = written.getFirst();
            await("compacted below one round's bytes, was " + written, () -> {
                playRound(log, id, 5);
                return sizeOf(log, changelog) < oneRound;
            });
            assertThat(handlers.isLive()).isTrue();
        }
    }

    private void playRound(CommandLog log, String id) {
        playRound(log, id, CHANGES_A_ROUND);
    }

    private void playRound(CommandLog log, String id, int count) {
        for (int i = 0; i < count; i++) {
            changes++;
            String image = "app:" + changes;
            log.send(new DeploymentCommand(
                    "op_c" + changes,
                    "req",
                    "acme",
                    "alice",
                    Instant.EPOCH,
                    false,
                    new DeploymentCommand.Idempotency("change-" + changes, "alice PATCH", "f" + changes),
                    new Request.Patch(
                            id,
                            new Precondition.None(),
                            new SpecChanges(null, image, null, null, null, null, null, null, null, Set.of()))));
        }
        await("decided", () -> log.outcomes().size() == changes + 1);
    }

    private static long sizeOf(CommandLog log, String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        return answer(() ->
                log
                        .admin
                        .describeLogDirs(List.of(1))
                        .allDescriptions()
                        .get()
                        .values()
                        .iterator()
                        .next()
                        .values()
                        .stream()
                        .mapToLong(folder -> {
                            var replica = folder.replicaInfos().get(partition);
                            return replica == null ? 0 : replica.size();
                        })
                        .sum());
    }

    private static void compactOften(CommandLog log, String changelog) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, changelog),
                List.of(
                        set("segment.ms", "500"),
                        set("min.cleanable.dirty.ratio", "0.01"),
                        set("delete.retention.ms", "0")),
                new ConfigResource(ConfigResource.Type.BROKER, ""),
                List.of(set("log.cleaner.backoff.ms", "200")));
        log.admin.incrementalAlterConfigs(changes).all().get();
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static <T> T answer(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("the broker does not answer", e);
        }
    }

    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }
}
