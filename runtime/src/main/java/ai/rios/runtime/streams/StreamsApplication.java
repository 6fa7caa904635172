package ai.rios.runtime.streams;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** A running Streams application. Thread-safe. */
public final class StreamsApplication implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final ThreadReplacement replacement;

    private StreamsApplication(KafkaStreams streams, ThreadReplacement replacement) {
        this.streams = streams;
        this.replacement = replacement;
    }

    /** Why this instance is stopped; it decides who gets its partitions. */
    public enum Stop {
        /** It does not come back soon: it leaves the group, and the others take over at once. */
        FOR_GOOD,
        /** It comes back at once: a static member keeps its partitions until its session times out. */
        FOR_RESTART
    }

    /**
     * Starts an application. Its topics must exist: Streams dies on a missing source.
     *
     * @param replacement what becomes of threads that die; this application's own
     * @param beforeStart gets the streams before they start, to bind metrics or listeners
     */
    public static StreamsApplication start(
            Topology topology,
            StreamsSettings settings,
            ThreadReplacement replacement,
            Consumer<KafkaStreams> beforeStart) {
        KafkaStreams streams = new KafkaStreams(topology, settings.toProperties());
        streams.setUncaughtExceptionHandler(replacement);
        beforeStart.accept(streams);
        streams.start();
        return new StreamsApplication(streams, replacement);
    }

    /** The streams themselves, for queries of stores. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Whether every partition of this instance is being processed. */
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Whether it runs, or may come to run, without being started anew. */
    public boolean isLive() {
        return replacement.isLive() && streams.state() != KafkaStreams.State.ERROR;
    }

    /** Its state in a word, such as {@code running} or {@code rebalancing}. */
    public String state() {
        return streams.state().name().toLowerCase(Locale.ROOT);
    }

    /** Why it has ended by itself, if it has. */
    public Optional<HopelessException> hopeless() {
        return Optional.ofNullable(replacement.hopeless());
    }

    /**
     * Commits what has been done and stops.
     *
     * @param timeout waits at most so long
     * @return whether all threads have ended within it
     */
    public boolean close(Duration timeout, Stop stop) {
        replacement.close();
        GroupMembershipOperation operation = switch (stop) {
            case FOR_GOOD -> GroupMembershipOperation.LEAVE_GROUP;
            case FOR_RESTART -> GroupMembershipOperation.REMAIN_IN_GROUP;
        };
        return streams.close(CloseOptions.timeout(timeout).withGroupMembershipOperation(operation));
    }

    /** Stops for good, waiting at most 20 s. */
    @Override
    public void close() {
        close(CLOSE_LIMIT, Stop.FOR_GOOD);
    }
}
