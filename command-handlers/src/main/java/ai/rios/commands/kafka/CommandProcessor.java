package ai.rios.commands.kafka;

import ai.rios.commands.deployment.CommandMeta;
import ai.rios.commands.deployment.Decision;
import ai.rios.commands.deployment.Shard;
import ai.rios.commands.deployment.Write;
import ai.rios.runtime.streams.DeadLetters;
import ai.rios.runtime.tracing.TraceScope;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each command of one partition decided once and in order. Nothing is written or forwarded before a decision is whole, so
 * that the task's transaction holds all of a decision or nothing. Confined to the partition's thread; made by Streams for each
 * assignment.
 */
final class CommandProcessor implements Processor<String, DeploymentCommand, String, Object> {
    private static final Logger LOG = LoggerFactory.getLogger(CommandProcessor.class);

    private final CommandProcessing processing;
    private final Shard shard;
    private final CommandCheck check;

    // Set by init, before any record.
    private ProcessorContext<String, Object> context;
    private DecisionStore store;
    private KeySweep sweep;
    private DueTimers dueTimers;
    private @Nullable Cancellable ticking;
    private long decidedOffset;

    @SuppressWarnings("NullAway.Init") // Streams calls init before anything else
    CommandProcessor(CommandProcessing processing) {
        this.processing = processing;
        this.shard = processing.shard();
        this.check = new CommandCheck(processing.topics().partitions());
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        stopTicking(); // Streams starts a revived task's processor again, and does not promise to keep its schedules
        context = processorContext;
        KeyValueStore<Bytes, byte[]> state = processorContext.getStateStore(CommandTopology.STORE);
        store = new DecisionStore(state, new StoreValues(processing.schemaIds(), processing.topics()));
        sweep = new KeySweep(store, processing.limits().keyRetention());
        dueTimers = new DueTimers(store);
        DecidedOffset decided = store.decided();
        boolean sameTopic = decided != null && decided.topicId().equals(processing.commandsTopicId());
        decidedOffset = decided != null && sameTopic ? decided.offset() : -1;
        processing.stateCheck().check(processorContext.taskId().partition(), store.lastEvent());
        if (store.hasTimers()) {
            startTicking();
        }
    }

    @Override
    public void process(Record<String, DeploymentCommand> record) {
        RecordMetadata at = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a command comes from a topic, and so has a place in it"));
        if (at.offset() <= decidedOffset) {
            processing.meters().skipped();
            return;
        }
        String problem = check.problem(record.key(), record.value(), at.partition());
        if (problem == null) {
            decide(record, at);
        } else {
            LOG.warn("command set aside partition={} offset={} reason=\"{}\"", at.partition(), at.offset(), problem);
            setAside(record, at, problem);
        }
        store.put(new DecidedOffset(processing.commandsTopicId(), at.offset()));
        decidedOffset = at.offset();
        sweep.afterRecord(Instant.ofEpochMilli(record.timestamp()));
    }

    private void decide(Record<String, DeploymentCommand> record, RecordMetadata at) {
        DeploymentCommand command = record.value();
        try (TraceScope span =
                processing.tracing().consumer("decide " + command.request().type(), record.headers())) {
            String traceparent = span.traceparent();
            CommandMeta meta = new CommandMeta(
                    at.partition(),
                    at.offset(),
                    Instant.ofEpochMilli(record.timestamp()),
                    budgetOf(record),
                    deadlineOf(record),
                    traceparent);
            Decision decision = decisionOf(record, at, meta, span);
            carryOut(decision, record, traceparent);
            processing.meters().decided(command.request().type(), decision.outcome());
            LOG.debug(
                    "decided partition={} offset={} command={} events={}",
                    at.partition(),
                    at.offset(),
                    command.request().type(),
                    decision.events().size());
        }
    }

    /** A fault of ours in one decision must not stop the tenants behind it; a fault of the store must stop everything. */
    private Decision decisionOf(
            Record<String, DeploymentCommand> record, RecordMetadata at, CommandMeta meta, TraceScope span) {
        try {
            return shard.decide(record.value(), meta, store);
        } catch (StreamsException | SchemasUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            span.failed(e);
            LOG.error("command not decided partition={} offset={}", at.partition(), at.offset(), e);
            setAside(record, at, DeadLetters.reasonOf(e));
            return shard.failed(record.value(), meta, store);
        }
    }

    private void carryOut(Decision decision, Record<String, DeploymentCommand> record, String traceparent) {
        for (Write write : decision.writes()) {
            store.apply(write);
            noteWrite(write);
        }
        for (DeploymentEvent event : decision.events()) {
            context.forward(Outputs.event(event, traceparent), CommandTopology.EVENTS);
        }
        if (!decision.events().isEmpty()) {
            DeploymentEvent last = decision.events().getLast();
            store.put(new LastEvent(last.eventId(), last.tenant(), last.sequence()));
        }
        if (decision.outcome() != null) {
            context.forward(
                    Outputs.outcome(decision.outcome(), record.headers(), traceparent), CommandTopology.OUTCOMES);
        }
    }

    private void noteWrite(Write write) {
        if (write instanceof Write.SetTimer) {
            startTicking();
        } else if (write instanceof Write.DropKey(var _, boolean evicted) && evicted) {
            processing.meters().evicted();
        }
    }

    /** A command that would not fit beside the headers is left out: its record is still where they say. */
    private void setAside(Record<String, DeploymentCommand> record, RecordMetadata at, String reason) {
        processing.meters().deadLetter();
        Headers headers = DeadLetters.headers(
                record.headers(), at.topic(), at.partition(), at.offset(), record.timestamp(), reason);
        byte[] value = processing.bytesOf(record.value());
        if (value != null && !DeadLetters.fits(value.length)) {
            DeadLetters.markOmitted(headers, value.length);
            value = null;
        }
        context.forward(
                new Record<String, Object>(record.key(), value, record.timestamp(), headers),
                CommandTopology.DEAD_LETTERS);
    }

    /** Each tick costs a commit, so it only ticks while there is something to wait for. */
    private void startTicking() {
        if (ticking == null) {
            ticking = context.schedule(
                    processing.timerInterval(),
                    PunctuationType.WALL_CLOCK_TIME,
                    nowMs -> tick(Instant.ofEpochMilli(nowMs)));
        }
    }

    private void tick(Instant now) {
        for (DeploymentCommand command : dueTimers.tick(now)) {
            processing.meters().timer();
            context.forward(Outputs.timer(command, now.toEpochMilli()), CommandTopology.TIMERS);
        }
        if (!store.hasTimers()) {
            stopTicking();
        }
    }

    private void stopTicking() {
        if (ticking != null) {
            ticking.cancel();
            ticking = null;
        }
    }

    private static @Nullable Duration budgetOf(Record<String, DeploymentCommand> record) {
        Long millis = millisOf(record, ai.rios.schemas.topics.Headers.BUDGET_MS);
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static @Nullable Instant deadlineOf(Record<String, DeploymentCommand> record) {
        Long millis = millisOf(record, ai.rios.schemas.topics.Headers.DEADLINE_MS);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long millisOf(Record<String, DeploymentCommand> record, String header) {
        String text = HeaderText.get(record.headers(), header);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            LOG.warn("header ignored name={} value=\"{}\" reason=\"{}\"", header, text, e.getMessage());
            return null;
        }
    }
}
