package ai.rios.commands.kafka;

import ai.rios.commands.deployment.Held;
import ai.rios.commands.deployment.Shard;
import ai.rios.commands.deployment.ShardLimits;
import ai.rios.commands.deployment.TenantState;
import ai.rios.commands.deployment.Timer;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.ids.DerivedIds;
import ai.rios.schemas.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.jspecify.annotations.Nullable;

/** Lets the simulation, which is a package of its own, have the adapter's processor and read its store. */
public final class Adapter {
    /** Partitions of every topic. */
    public static final int PARTITIONS = 2;

    private static final TopicCatalogue TOPICS = TopicCatalogue.of("t.", PARTITIONS);

    /** Name of the commands topic. */
    public static final String COMMANDS = TOPICS.deploymentCommands().name();

    private static final String TOPIC_ID = "topic-1";
    private static final InMemorySchemaIds SCHEMA_IDS = new InMemorySchemaIds();
    private static final CommandMeters METERS = new CommandMeters(new SimpleMeterRegistry());
    private static final Tracing TRACING = Tracing.off();
    private static final LogDecisionIds IDS = new LogDecisionIds(new DerivedIds("cluster-1", TOPIC_ID));
    private static final StoreValues VALUES = new StoreValues(SCHEMA_IDS, TOPICS);

    private Adapter() {}

    /**
     * What a store holds, read as the adapter reads it.
     *
     * @param deployments by tenant and id
     * @param names holders by tenant and name
     * @param entries number of remembered keys by tenant
     * @param ages number of their places in the order of expiry by tenant
     */
    public record Contents(
            NavigableMap<String, Held> deployments,
            NavigableMap<String, String> names,
            NavigableMap<String, TenantState> tenants,
            Set<String> timers,
            NavigableMap<String, Integer> entries,
            NavigableMap<String, Integer> ages,
            @Nullable LastEvent lastEvent) {}

    /** Makes the processors of one process as the topology does: they share what a process keeps. */
    public static ProcessorSupplier<String, DeploymentCommand, String, Object> processors(
            ShardLimits limits, LastEventReader lastEvents, InstantSource clock) {
        CommandProcessing processing = new CommandProcessing(
                TOPICS,
                SCHEMA_IDS,
                TOPIC_ID,
                limits,
                Duration.ofMillis(250),
                new Shard(IDS, limits, clock),
                new StateCheck(lastEvents),
                TRACING,
                METERS);
        return () -> new CommandProcessor(processing);
    }

    /** The partition of a tenant's commands. */
    public static int partitionOf(String tenant) {
        return Utils.toPositive(Utils.murmur2(tenant.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
    }

    /** Name of the simulation's topic that a sink writes to. */
    public static String topicOf(String sink) {
        return switch (sink) {
            case CommandTopology.EVENTS -> "EVENTS";
            case CommandTopology.OUTCOMES -> "OUTCOMES";
            case CommandTopology.DEAD_LETTERS -> "DEAD_LETTERS";
            case CommandTopology.TIMERS -> "COMMANDS";
            default -> throw new IllegalArgumentException("there is no sink " + sink);
        };
    }

    /** The decided offset that a changelog's record tells of; -1 when it tells of something else. */
    public static long decidedOffset(Object key, @Nullable Object value) {
        return key.equals(StoreKeys.DECIDED) && value instanceof byte[] bytes
                ? StoreValues.readOffset(bytes).offset()
                : -1;
    }

    /** Reads a whole store. */
    public static Contents contents(Map<Bytes, byte[]> store) {
        Contents contents = new Contents(
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                store.containsKey(StoreKeys.LAST_EVENT) ? VALUES.readLastEvent(store.get(StoreKeys.LAST_EVENT)) : null);
        store.forEach((key, value) -> read(contents, key, value));
        return contents;
    }

    /** How a timer is told apart from others in {@link Contents#timers}. */
    public static String nameOf(Timer timer) {
        return timer.toString();
    }

    private static void read(Contents contents, Bytes key, byte[] value) {
        String text = new String(key.get(), StandardCharsets.UTF_8);
        String rest = text.length() > 2 ? text.substring(2) : "";
        switch (text.charAt(0)) {
            case 's' -> contents.tenants().put(rest, VALUES.readTenant(value));
            case 'd' -> contents.deployments().put(rest, VALUES.readHeld(value));
            case 'n' -> contents.names().put(rest, new String(value, StandardCharsets.UTF_8));
            case 't' -> contents.timers().add(nameOf(StoreKeys.readTimer(key, value)));
            case 'k' -> contents.entries().merge(rest.substring(0, rest.indexOf('|')), 1, Integer::sum);
            case 'x' -> contents.ages().merge(StoreKeys.readAge(key).ref().tenant(), 1, Integer::sum);
            default -> {
                // the decided offset and the last event
            }
        }
    }
}
