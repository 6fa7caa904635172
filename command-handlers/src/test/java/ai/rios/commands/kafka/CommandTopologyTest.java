package ai.rios.commands.kafka;

import static ai.rios.commands.kafka.Partition.header;
import static ai.rios.commands.kafka.Partition.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.commands.deployment.ShardLimits;
import ai.rios.runtime.streams.DeadLetters;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.SpecChanges;
import ai.rios.schemas.topics.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTopologyTest {
    @TempDir
    Path folder;

    private Partition partition;

    @BeforeEach
    void start() {
        partition = new Partition(folder);
    }

    @AfterEach
    void stop() {
        partition.close();
    }

    @Test
    void aKeyThatGivesWayToANewerOneIsCounted() {
        ShardLimits oneKey = new ShardLimits(
                Duration.ofHours(24), 1, Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(5));
        Path other = folder.resolve("other");
        try (Partition crowded =
                new Partition(other, new InMemorySchemaIds(), Partition.LOG, oneKey, _ -> Optional.empty())) {
            for (String name : List.of("a", "b", "c")) {
                DeploymentCommand.Idempotency key = new DeploymentCommand.Idempotency(name, "alice POST", "f-" + name);
                crowded.send(crowded.command(Partition.create(name), key), new RecordHeaders());
            }

            assertThat(crowded.meters
                            .get("rios.idempotency.evictions")
                            .counter()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void aDecisionIsEventsAndAnOutcomeWithTheirHeaders() {
        partition.send(
                partition.command(Partition.create("web"), null),
                headers(Headers.EDGE, "edge-1", Headers.TENANT, "acme"));

        TestRecord<String, DeploymentEvent> event = partition.events().readRecord();
        assertThat(event.key()).isEqualTo("acme");
        assertThat(header(event, Headers.TENANT)).isEqualTo("acme");
        assertThat(header(event, Headers.SEQUENCE)).isEqualTo("1");
        assertThat(header(event, Headers.DEPLOYMENT_ID)).isEqualTo(event.value().deploymentId());
        assertThat(header(event, Headers.OPERATION)).isEqualTo("op_1");
        assertThat(event.getRecordTime()).isEqualTo(partition.now());
        TestRecord<String, Outcome> outcome = partition.outcomes().readRecord();
        assertThat(outcome.key()).isEqualTo("acme");
        assertThat(header(outcome, Headers.EDGE)).isEqualTo("edge-1");
        assertThat(header(outcome, Headers.OPERATION)).isEqualTo("op_1");
        assertThat(header(outcome, Headers.REQUEST_ID)).isEqualTo("req_1");
        assertThat(outcome.value().result()).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void theTraceOfTheCommandGoesOnInWhatItLeadsTo() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        partition.send(
                partition.command(Partition.create("web"), null),
                headers(Headers.TRACEPARENT, "00-" + trace + "-00f067aa0ba902b7-01"));

        assertThat(header(partition.events().readRecord(), Headers.TRACEPARENT)).contains(trace);
        assertThat(header(partition.outcomes().readRecord(), Headers.TRACEPARENT))
                .contains(trace);
    }

    @Test
    void theStreamGoesOnBehindBytesThatCannotBeRead() {
        partition.sendRaw("acme".getBytes(StandardCharsets.UTF_8), new byte[] {9, 9, 9}, new RecordHeaders());
        partition.send(Partition.create("web"));

        assertThat(partition.events().getQueueSize()).isEqualTo(1);
    }

    @Test
    void aCommandUnderAnotherKeyThanItsTenantIsSetAside() {
        DeploymentCommand command = partition.command(Partition.create("web"), null);
        byte[] value = new MessageSerde<>(Codecs.COMMAND, new InMemorySchemaIds())
                .serializer()
                .serialize("t.deployments.commands", command);

        partition.send(command, new RecordHeaders());
        partition.sendRaw("other".getBytes(StandardCharsets.UTF_8), value, new RecordHeaders());

        assertThat(header(partition.deadLetters().readRecord(), DeadLetters.REASON))
                .contains("key");
        assertThat(partition.events().getQueueSize()).isEqualTo(1);
    }

    @Test
    void aCommandTooLargeToBeSetAsideLeavesItsCoordinates() {
        DeploymentSpec huge = new DeploymentSpec(
                "web", "app", 1, 1024, Map.of("V", "x".repeat(2_060_000)), Map.of(), null, 1, DesiredState.RUNNING);
        DeploymentCommand command = partition.command(new Request.Create(huge, false), null);
        byte[] value = new MessageSerde<>(Codecs.COMMAND, new InMemorySchemaIds())
                .serializer()
                .serialize("t.deployments.commands", command);

        partition.send(Partition.create("web"));
        partition.sendRaw("other".getBytes(StandardCharsets.UTF_8), value, new RecordHeaders());

        TestRecord<byte[], byte[]> dead = partition.deadLetters().readRecord();
        assertThat(dead.value()).isNull();
        assertThat(header(dead, DeadLetters.OMITTED_BYTES)).isEqualTo(Integer.toString(value.length));
        assertThat(header(dead, DeadLetters.OFFSET)).isEqualTo("1");
    }

    @Test
    void aRecordWithoutValueIsSetAside() {
        partition.sendRaw("acme".getBytes(StandardCharsets.UTF_8), null, new RecordHeaders());

        assertThat(partition.deadLetters().getQueueSize()).isEqualTo(1);
    }

    @Test
    void whatIsTooLargeIsARefusal() {
        Map<String, String> env = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            env.put("V" + i, "x".repeat(4096));
        }
        partition.send(new Request.Create(
                new DeploymentSpec("web", "app", 1, 1024, env, Map.of(), null, 1, DesiredState.RUNNING), false));

        assertThat(partition.answer().result())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
    }

    @Test
    void anAbortedAtomicBatchIsKeptAndRepeated() {
        Request batch = new Request.Batch(
                true,
                List.of(
                        new Request.BatchItem("a", "fa", (Request.BatchOperation) Partition.create("web")),
                        new Request.BatchItem("b", "fb", (Request.BatchOperation) Partition.create("-bad-"))));
        DeploymentCommand.Idempotency key = new DeploymentCommand.Idempotency("k", "s", "f");
        partition.send(partition.command(batch, key), new RecordHeaders());
        partition.send(partition.command(batch, key), new RecordHeaders());

        List<Outcome> outcomes = partition.outcomes().readValuesToList();
        assertThat(outcomes.get(0).result())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.items()).hasSize(2));
        assertThat(outcomes.get(1).result()).isEqualTo(outcomes.get(0).result());
        assertThat(outcomes.get(1).replayOf()).isEqualTo("op_1");
        assertThat(partition.events().isEmpty()).isTrue();
    }

    @Test
    void everyKindOfCommandGoesThroughTheCodecs() {
        partition.send(Partition.create("web"));
        String id = partition.events().readValue().deploymentId();
        Precondition any = new Precondition.Exists();
        partition.send(new Request.Update(id, any, DeploymentSpec.of("shop", "app:2")));
        partition.send(new Request.Patch(
                id, any, new SpecChanges(null, "app:3", null, null, null, null, null, null, null, Set.of("region"))));
        partition.send(new Request.Patch(id, new Precondition.Revisions(Set.of(1L)), SpecChanges.NONE));
        partition.send(new Request.ReportStatus(id, "running", 3L, "up"));
        partition.send(new Request.Batch(
                false,
                List.of(
                        new Request.BatchItem("g", "", new Request.Get(id)),
                        new Request.BatchItem(null, "", new Request.Delete(id, any)))));
        partition.send(new Request.ReportStatus(id, "stopped", null, null));

        assertThat(partition.outcomes().readValuesToList()).hasSize(7);
        assertThat(partition.events().readValuesToList().getLast().status()).isEqualTo(DeploymentStatus.DELETED);
        assertThat(partition.deadLetters().isEmpty()).isTrue();
    }

    @Test
    void aCommandPastItsBudgetIsRefused() {
        DeploymentCommand command = partition.command(Partition.create("web"), null);
        partition.send(command, headers(Headers.BUDGET_MS, "-1"));

        assertThat(partition.answer().result())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(ErrorCode.EXPIRED));
        assertThat(partition.events().isEmpty()).isTrue();
    }

    @Test
    void aCommandPastItsClientsDeadlineIsRefused() {
        DeploymentCommand command = partition.command(Partition.create("web"), null);
        Instant deadline =
                partition.now().minus(ShardLimits.DEFAULTS.clockSkew()).minusMillis(1);
        partition.send(command, headers(Headers.DEADLINE_MS, Long.toString(deadline.toEpochMilli())));

        assertThat(partition.answer().result())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(ErrorCode.EXPIRED));
        assertThat(partition.events().isEmpty()).isTrue();
    }

    @Test
    void aFailedDeploymentIsRetriedByACommandOfTheTimer() {
        partition.send(Partition.create("web"));
        String id = partition.events().readValue().deploymentId();
        partition.send(new Request.ReportStatus(id, "failed", null, "no such image"));
        partition.events().readValuesToList();

        partition.pass(Duration.ofMillis(900));
        assertThat(partition.events().isEmpty()).isTrue();
        partition.pass(Duration.ofMillis(600));

        List<DeploymentEvent> retried = partition.events().readValuesToList();
        assertThat(retried).hasSize(1);
        assertThat(retried.getFirst().status()).isEqualTo(DeploymentStatus.PENDING);
        assertThat(retried.getFirst().cause().actor()).isEqualTo(DeploymentCommand.TIMER);
    }

    @Test
    void whatIsDeletedWithoutAWordFromItsWorkerIsGoneAfterThirtySeconds() {
        partition.send(Partition.create("web"));
        String id = partition.events().readValue().deploymentId();
        partition.send(new Request.ReportStatus(id, "running", null, null));
        partition.send(new Request.Delete(id, new Precondition.Exists()));
        partition.events().readValuesToList();

        partition.pass(Duration.ofSeconds(31));

        assertThat(partition.events().readValue().status()).isEqualTo(DeploymentStatus.DELETED);
    }

    @Test
    void stateAndLogOfDifferentMomentsAreRefusedByName() {
        LastEvent inLog = new LastEvent("evt_stranger", "acme", 7);

        assertThatThrownBy(() -> new Partition(
                                folder.resolve("b"),
                                new InMemorySchemaIds(),
                                Partition.LOG,
                                ShardLimits.DEFAULTS,
                                _ -> Optional.of(inLog))
                        .close())
                .hasStackTraceContaining("evt_stranger")
                .hasStackTraceContaining("none");
    }

    @Test
    void idsFollowFromTheLogAlone() {
        partition.send(Partition.create("web"));
        String id = partition.events().readValue().deploymentId();

        try (Partition again = new Partition(folder.resolve("c"))) {
            again.send(Partition.create("web"));
            assertThat(again.events().readValue().deploymentId()).isEqualTo(id);
        }
    }
}
