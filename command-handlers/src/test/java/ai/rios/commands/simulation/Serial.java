package ai.rios.commands.simulation;

import static ai.rios.commands.simulation.Violation.unless;

import ai.rios.commands.deployment.ShardLimits;
import ai.rios.commands.kafka.Adapter;
import ai.rios.commands.simulation.Decided.Case;
import ai.rios.commands.simulation.PartitionLog.Entry;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/** The same commands before one decider that nothing happens to. What was too late then, it takes for too late. */
final class Serial {
    private static final Instant NEVER_LATE = Instant.EPOCH;
    private static final Instant ALWAYS_LATE = Instant.parse("9999-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NEVER_LATE);
    private final List<Object> events = new ArrayList<>();
    private final List<Object> outcomes = new ArrayList<>();
    private final ShardLimits limits;

    Serial(ShardLimits limits) {
        this.limits = limits;
    }

    void check(int partition, Decided decided) {
        TaskContext context = new TaskContext(
                partition, new LocalStore(new TreeMap<>(), (_, _) -> {}), (topic, message) -> take(topic, message));
        Processor<String, DeploymentCommand, String, Object> processor =
                Adapter.processors(limits, _ -> Optional.empty(), now::get).get();
        processor.init(context);
        for (Case each : decided.cases()) {
            now.set(!each.isTimer() && isLate(each.outcome()) ? ALWAYS_LATE : NEVER_LATE);
            Message message = each.entry().message();
            context.comesFrom(each.entry().offset());
            processor.process(new Record<>(
                    (String) message.key(),
                    each.command(),
                    message.timestampMs(),
                    new RecordHeaders(message.headers())));
        }
        compare("events", decided.events(), events);
        compare("outcomes", decided.outcomes(), outcomes);
    }

    private void take(Topic topic, Message message) {
        if (topic == Topic.EVENTS) {
            events.add(untraced(message));
        } else if (topic == Topic.OUTCOMES) {
            outcomes.add(untraced(message));
        }
    }

    private static void compare(String what, List<Entry> decided, List<Object> serial) {
        unless(
                decided.size() == serial.size(),
                Invariant.SERIAL,
                decided.size() + " " + what + ", not " + serial.size());
        for (int i = 0; i < serial.size(); i++) {
            Object here = untraced(decided.get(i).message());
            unless(here.equals(serial.get(i)), Invariant.SERIAL, what + ": " + here + ", not " + serial.get(i));
        }
    }

    /** Each run has its own traces. */
    private static Object untraced(Message message) {
        return message.value() instanceof DeploymentEvent event
                ? Arrays.asList(
                        event.eventId(),
                        event.tenant(),
                        event.deploymentId(),
                        event.revision(),
                        event.sequence(),
                        event.time(),
                        event.cause().operation(),
                        event.batch(),
                        event.status(),
                        event.generation(),
                        event.change())
                : String.valueOf(message.value());
    }

    private static boolean isLate(Outcome outcome) {
        return outcome.result() instanceof Outcome.Refused refused
                && refused.refusal().code() == ErrorCode.EXPIRED;
    }
}
