package ai.rios.commands;

import ai.rios.commands.kafka.CommandTopology;
import ai.rios.commands.kafka.KafkaLastEventReader;
import ai.rios.commands.kafka.LastEventReader;
import ai.rios.runtime.health.HealthCheck;
import ai.rios.runtime.streams.HopelessException;
import ai.rios.runtime.streams.Membership;
import ai.rios.runtime.streams.StreamsApplication;
import ai.rios.runtime.streams.StreamsApplication.Stop;
import ai.rios.runtime.streams.StreamsSettings;
import ai.rios.runtime.streams.ThreadReplacement;
import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.Topology;

/** A running instance of the command handlers: the front door of this module. Thread-safe. */
public final class CommandHandlers implements AutoCloseable {
    private final StreamsApplication application;
    private final KafkaLastEventReader lastEvents;

    private CommandHandlers(StreamsApplication application, KafkaLastEventReader lastEvents) {
        this.application = application;
        this.lastEvents = lastEvents;
    }

    /** As below, with nobody to tell of an end; {@link #live} tells of it. */
    public static CommandHandlers start(HandlersConfig config, HandlersSurroundings surroundings) {
        return start(config, surroundings, _ -> {});
    }

    /**
     * Starts deciding commands; returns before the partitions are taken over, see {@link #isReady}.
     *
     * @param ended told, by a dying thread, when the handlers have found what they must not run on
     */
    public static CommandHandlers start(
            HandlersConfig config, HandlersSurroundings surroundings, Consumer<HopelessException> ended) {
        KafkaLastEventReader lastEvents = lastEvents(surroundings);
        boolean started = false;
        try {
            CommandHandlers handlers = new CommandHandlers(
                    StreamsApplication.start(
                            topology(config, surroundings, lastEvents),
                            settings(config, surroundings),
                            new ThreadReplacement(config.toleratedReplacements(), surroundings.clock(), ended),
                            surroundings.observability().metrics()::bind),
                    lastEvents);
            started = true;
            return handlers;
        } finally {
            if (!started) {
                lastEvents.close();
            }
        }
    }

    /** The consumer group, and what changelogs and transactional ids start with. */
    public static String applicationId(TopicCatalogue topics) {
        return topics.prefix() + "command-handlers";
    }

    /** The topic that holds the handlers' state: the changelog of their store, which Streams names so. */
    public static String stateTopic(TopicCatalogue topics) {
        return applicationId(topics) + "-" + CommandTopology.STORE + "-changelog";
    }

    /** Whether every partition of this instance is being decided. */
    public boolean isReady() {
        return application.isReady();
    }

    /** Whether a restart would not help. */
    public boolean isLive() {
        return application.isLive();
    }

    /** State in a word, such as {@code running} or {@code rebalancing}. */
    public String state() {
        return application.state();
    }

    /** Why it has ended by itself, if it has: state and log do not belong together. */
    public Optional<HopelessException> hopeless() {
        return application.hopeless();
    }

    /** The check that says whether a restart is needed. */
    public HealthCheck live() {
        return HealthCheck.of(
                "command-handlers-live",
                () -> isLive()
                        ? HealthCheck.Answer.UP
                        : HealthCheck.Answer.down(
                                hopeless().map(HopelessException::getMessage).orElse("threads keep dying")));
    }

    /** The check that says whether commands are being decided. */
    public HealthCheck ready() {
        return HealthCheck.of(
                "command-handlers",
                () -> isReady() ? HealthCheck.Answer.UP : HealthCheck.Answer.down("streams " + state()));
    }

    /**
     * Commits what has been decided and stops for good: others take the partitions over at once.
     *
     * @param timeout waits at most so long
     * @return whether it has stopped within it
     */
    public boolean close(Duration timeout) {
        return close(timeout, Stop.FOR_GOOD);
    }

    /** Stops, to come back at once: its partitions wait for it, if it is a static member. */
    public boolean closeForRestart(Duration timeout) {
        return close(timeout, Stop.FOR_RESTART);
    }

    private boolean close(Duration timeout, Stop stop) {
        boolean stopped = application.close(timeout, stop);
        lastEvents.close();
        return stopped;
    }

    /** Stops for good, waiting at most 20 s. */
    @Override
    public void close() {
        application.close();
        lastEvents.close();
    }

    private static KafkaLastEventReader lastEvents(HandlersSurroundings surroundings) {
        Map<String, Object> client = new HashMap<>(surroundings.clientProperties());
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, surroundings.bootstrapServers());
        return new KafkaLastEventReader(
                client,
                surroundings.topics().deploymentEvents().name(),
                new MessageSerde<>(Codecs.EVENT, surroundings.schemaIds()).deserializer(),
                surroundings.clock());
    }

    private static Topology topology(
            HandlersConfig config, HandlersSurroundings surroundings, LastEventReader lastEvents) {
        return CommandTopology.of(
                surroundings.topics(),
                surroundings.schemaIds(),
                surroundings.log(),
                config.limits(),
                config.timerInterval(),
                lastEvents,
                surroundings.observability().tracing(),
                surroundings.observability().metrics().registry(),
                surroundings.clock());
    }

    private static StreamsSettings settings(HandlersConfig config, HandlersSurroundings surroundings) {
        String applicationId = applicationId(surroundings.topics());
        boolean alone = config.instances() == 1;
        return new StreamsSettings(
                applicationId,
                surroundings.bootstrapServers(),
                surroundings.clientProperties(),
                surroundings.stateFolder(),
                config.threads(),
                config.commitInterval(),
                config.pollInterval(),
                alone ? new Membership.Static(applicationId) : new Membership.Dynamic(),
                alone ? 0 : 1,
                config.sessionTimeout(),
                config.transactionTimeout());
    }
}
