package ai.rios.standalone.commands;

import static ai.rios.standalone.commands.CommandLog.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.commands.CommandHandlers;
import ai.rios.runtime.streams.DeadLetters;
import ai.rios.runtime.streams.HopelessException;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.standalone.testing.TestCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What only a real broker can show: transactions, groups, dead letters. Handlers run in this JVM. */
final class CommandHandlersIT {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private CommandLog log;

    @BeforeEach
    void makeTopics(TestInfo test) throws Exception {
        String method = test.getTestMethod().orElseThrow().getName();
        log = new CommandLog(TestCluster.topicPrefix(CommandHandlersIT.class) + method + ".", 1);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aRepeatAcrossARestartHasOneEffect() {
        try (CommandHandlers handlers = start()) {
            log.create("acme", "web");
            await("decided", () -> log.outcomes().size() == 1);
            handlers.close(CLOSE_LIMIT);
        }
        try (CommandHandlers handlers = start()) {
            log.create("acme", "web");
            await(
                    "decided again while " + handlers.state(),
                    () -> log.outcomes().size() == 2);
        }

        assertThat(log.events()).hasSize(1);
        assertThat(log.outcomes().getLast().value().replayOf()).isEqualTo("op_0");
    }

    @Test
    void aLonePoisonRecordIsSetAsideAndTheStreamGoesOn() {
        try (CommandHandlers handlers = start()) {
            log.sendRaw(log.topics.deploymentCommands().name(), "acme", new byte[] {7, 7});
            await("set aside while " + handlers.state(), () -> log.deadLetters().size() == 1);
            log.create("acme", "web");
            await("decided behind it", () -> log.events().size() == 1);
        }

        ConsumerRecord<String, byte[]> dead = log.deadLetters().getFirst();
        assertThat(dead.value()).containsExactly(7, 7);
        assertThat(text(dead, DeadLetters.TOPIC))
                .isEqualTo(log.topics.deploymentCommands().name());
        assertThat(text(dead, DeadLetters.OFFSET)).isEqualTo("0");
        assertThat(text(dead, DeadLetters.REASON)).contains("5 bytes");
    }

    @Test
    void aGroupThatHasLostItsOffsetsRunsNothingAgain() throws Exception {
        try (CommandHandlers handlers = start()) {
            for (int i = 0; i < 20; i++) {
                log.create("acme", "web-" + i);
            }
            await("decided while " + handlers.state(), () -> log.outcomes().size() == 20);
            handlers.close(CLOSE_LIMIT);
        }
        log.admin
                .deleteConsumerGroups(List.of(CommandHandlers.applicationId(log.topics)))
                .all()
                .get();

        try (CommandHandlers handlers = start()) {
            log.create("acme", "one-more");
            await("decided while " + handlers.state(), () -> log.outcomes().size() > 20);
        }

        assertThat(log.outcomes()).hasSize(21);
        assertThat(log.events()).hasSize(21);
    }

    /** The first time the state is restored anew; it is at odds with the same event again. */
    @Test
    void stateAndLogOfDifferentMomentsAreNotRunOn() {
        try (CommandHandlers handlers = start()) {
            log.create("acme", "web");
            await("decided while " + handlers.state(), () -> log.outcomes().size() == 1);
        }
        String topic = log.topics.deploymentEvents().name();
        log.sendRaw(
                topic,
                "acme",
                new MessageSerde<>(Codecs.EVENT, new CodecOrder()).serializer().serialize(topic, stranger()));

        try (CommandHandlers handlers = start()) {
            await("ended", () -> handlers.hopeless().isPresent());

            assertThat(handlers.isLive()).isFalse();
            assertThat(handlers.hopeless().map(HopelessException::getMessage).orElseThrow())
                    .contains("evt_stranger")
                    .contains(log.events().getFirst().value().eventId());
        }
    }

    /** The session is so long that nobody could have waited for its end. */
    @Test
    void aPlannedStopHandsOverAtOnceAndARestartInPlaceComesBackAtOnce() {
        Map<String, String> oneOfTwo = Map.of("handlers.instances", "2", "handlers.session-timeout", "30s");
        long handOver;
        try (CommandHandlers first = start("first", oneOfTwo)) {
            await("running", first::isReady);
            String member = log.members().getFirst().consumerId();
            try (CommandHandlers second = start("second", oneOfTwo)) {
                await("both joined", () -> log.members().size() == 2 && !owners().isEmpty() && second.isReady());
                CommandHandlers owner = owners().contains(member) ? first : second;
                handOver = millisUntilDecided(() -> owner.close(CLOSE_LIMIT));
            }
        }
        Map<String, String> alone = Map.of("handlers.session-timeout", "30s");
        long restart;
        try (CommandHandlers before = start("state", alone)) {
            await("running", before::isReady);
            before.closeForRestart(CLOSE_LIMIT);
            assertThat(log.members()).hasSize(1);
            try (CommandHandlers after = start("state", alone)) {
                restart = millisUntilDecided(() -> assertThat(after.isLive()).isTrue());
            }
        }

        System.out.printf("hand-over %d ms, restart in place %d ms%n", handOver, restart);
        assertThat(handOver).isLessThan(10_000);
        assertThat(restart).isLessThan(10_000);
    }

    /** Members that have partitions: one, for the topics of this class have one partition each. */
    private List<String> owners() {
        return log.members().stream()
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .map(MemberDescription::consumerId)
                .toList();
    }

    private long millisUntilDecided(Runnable interruption) {
        int before = log.outcomes().size();
        long startNanos = System.nanoTime();
        interruption.run();
        log.create("acme", "after-" + before);
        await("decided after the interruption", () -> log.outcomes().size() > before);
        return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    }

    private CommandHandlers start() {
        return start("state", Map.of());
    }

    private CommandHandlers start(String name, Map<String, String> settings) {
        return HandlersUnderTest.start(log.bootstrapServers, log.topics, folder.resolve(name), settings);
    }

    private static DeploymentEvent stranger() {
        return new DeploymentEvent(
                "evt_stranger",
                "acme",
                "deploy_stranger",
                1,
                2,
                Instant.EPOCH,
                new DeploymentEvent.Cause("op_x", "req_x", "bob", "create", null, null),
                null,
                DeploymentStatus.PENDING,
                1,
                new Change.Created(DeploymentSpec.of("stranger", "app:1")));
    }

    private static String text(ConsumerRecord<?, ?> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
