package ai.rios.commands.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.commands.deployment.CommandMeta;
import ai.rios.commands.deployment.DecisionIds;
import ai.rios.commands.deployment.Shard;
import ai.rios.commands.deployment.ShardLimits;
import ai.rios.runtime.streams.DeadLetters;
import ai.rios.runtime.streams.HopelessException;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.ids.DerivedIds;
import ai.rios.schemas.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** The processor over a store that outlives it, as after a rebalance. */
class CommandProcessorTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TopicCatalogue topics = TopicCatalogue.of("t.", 1);
    private final InMemorySchemaIds ids = new InMemorySchemaIds();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>();
    private final DecisionIds derived = new LogDecisionIds(new DerivedIds("cluster", "topic"));
    private Optional<LastEvent> inLog = Optional.empty();
    private final StateCheck stateCheck = new StateCheck(_ -> inLog);

    CommandProcessorTest() {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(CommandTopology.STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    @Test
    void offsetsThatAreDecidedAreSkippedAfterTheGroupHasLostThem() {
        process(start("topic-1", derived), 0, "web");
        context.resetForwards();

        CommandProcessor again = start("topic-1", derived);
        process(again, 0, "web");
        process(again, 1, "shop");

        assertThat(forwarded(Outcome.class)).hasSize(1);
        assertThat(forwarded(DeploymentEvent.class))
                .singleElement()
                .satisfies(event -> assertThat(event.sequence()).isEqualTo(2));
        assertThat(meters.counter("rios.commands.skipped").count()).isEqualTo(1);
    }

    @Test
    void anotherTopicsOffsetsBeginAnewAndItsStateStays() {
        process(start("topic-1", derived), 5, "web");
        context.resetForwards();

        process(start("topic-2", derived), 0, "web");

        assertThat(code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void aFaultOfOursIsAnsweredSetAsideAndNotTriedAgain() {
        CommandProcessor broken = start("topic-1", new DecisionIds() {
            @Override
            public String deployment(CommandMeta command, int index) {
                throw new IllegalStateException("no ids today");
            }

            @Override
            public String event(CommandMeta command, int index) {
                throw new IllegalStateException("no ids today");
            }
        });

        process(broken, 0, "web");
        process(broken, 0, "web");

        assertThat(code()).isEqualTo(ErrorCode.INTERNAL);
        CapturedForward<? extends String, ?> dead =
                context.forwarded(CommandTopology.DEAD_LETTERS).getFirst();
        assertThat(HeaderText.get(dead.record().headers(), DeadLetters.REASON)).contains("no ids today");
        assertThat(HeaderText.get(dead.record().headers(), DeadLetters.OFFSET)).isEqualTo("0");
        assertThat(meters.counter("rios.commands.skipped").count()).isEqualTo(1);
    }

    @Test
    void aTimerSetUnderOtherLimitsIsGivenOnceAndThenCleared() {
        CommandProcessor before = start(deleteAfter(30));
        process(before, 0, "web");
        String id = forwarded(DeploymentEvent.class).getFirst().deploymentId();
        process(before, 1, new Request.ReportStatus(id, "running", null, null));
        process(before, 2, new Request.Delete(id, new Precondition.Exists()));
        context.resetForwards();

        CommandProcessor after = start(deleteAfter(60));
        CapturedPunctuator ticking = context.scheduledPunctuators().getLast();
        ticking.getPunctuator().punctuate(NOW.plusSeconds(30).toEpochMilli());
        DeploymentCommand timer = forwarded(DeploymentCommand.class).getFirst();
        process(after, 3, timer.request());
        ticking.getPunctuator().punctuate(NOW.plusSeconds(60).toEpochMilli());

        assertThat(forwarded(DeploymentEvent.class))
                .singleElement()
                .satisfies(event -> assertThat(event.status()).isEqualTo(DeploymentStatus.DELETED));
        assertThat(forwarded(DeploymentCommand.class)).containsExactly(timer);
        assertThat(ticking.cancelled()).isTrue();
    }

    @Test
    void aProcessorThatIsStartedAgainTicksOnce() {
        CommandProcessor processor = start("topic-1", derived);
        process(processor, 0, "web");
        String id = forwarded(DeploymentEvent.class).getFirst().deploymentId();
        process(processor, 1, new Request.ReportStatus(id, "failed", null, null));

        processor.init(context);

        assertThat(context.scheduledPunctuators())
                .extracting(CapturedPunctuator::cancelled)
                .containsExactly(true, false);
    }

    @Test
    void aStateThatIsAtOddsWithItsLogIsHopelessTheSecondTimeOnly() {
        process(start("topic-1", derived), 0, "web");
        inLog = Optional.of(new LastEvent("evt_stranger", "acme", 2));

        assertThatThrownBy(() -> start("topic-1", derived)).isInstanceOf(StaleStateException.class);
        assertThatThrownBy(() -> start("topic-1", derived))
                .isInstanceOf(HopelessException.class)
                .hasMessageContaining("evt_stranger");
    }

    private static ShardLimits deleteAfter(int seconds) {
        ShardLimits defaults = ShardLimits.DEFAULTS;
        return new ShardLimits(
                defaults.keyRetention(),
                defaults.maxKeysPerTenant(),
                Duration.ofSeconds(seconds),
                defaults.longestRetry(),
                defaults.clockSkew());
    }

    private CommandProcessor start(String topicId, DecisionIds decisionIds) {
        return start(topicId, decisionIds, ShardLimits.DEFAULTS);
    }

    private CommandProcessor start(ShardLimits limits) {
        return start("topic-1", derived, limits);
    }

    private CommandProcessor start(String topicId, DecisionIds decisionIds, ShardLimits limits) {
        CommandProcessor processor = new CommandProcessor(new CommandProcessing(
                topics,
                ids,
                topicId,
                limits,
                Duration.ofMillis(250),
                new Shard(decisionIds, limits, () -> NOW),
                stateCheck,
                Tracing.off(),
                new CommandMeters(meters)));
        processor.init(context);
        return processor;
    }

    private void process(CommandProcessor processor, long offset, String name) {
        process(processor, offset, Partition.create(name));
    }

    private void process(CommandProcessor processor, long offset, Request request) {
        DeploymentCommand command =
                new DeploymentCommand("op_" + offset, "req", "acme", "alice", NOW, false, null, request);
        context.setRecordMetadata(topics.deploymentCommands().name(), 0, offset);
        processor.process(new Record<>("acme", command, NOW.toEpochMilli(), new RecordHeaders()));
        List<DeploymentEvent> events = forwarded(DeploymentEvent.class);
        if (!events.isEmpty()) {
            DeploymentEvent last = events.getLast();
            inLog = Optional.of(new LastEvent(last.eventId(), last.tenant(), last.sequence()));
        }
    }

    private ErrorCode code() {
        Outcome outcome = forwarded(Outcome.class).getFirst();
        return outcome.result() instanceof Outcome.Refused refused
                ? refused.refusal().code()
                : ErrorCode.CONFLICT;
    }

    private <T> List<T> forwarded(Class<T> type) {
        return context.forwarded().stream()
                .map(forward -> forward.record().value())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
