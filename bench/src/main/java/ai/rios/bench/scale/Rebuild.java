package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import ai.rios.bench.measure.Medians;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Figure;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * {@code rebuild}: {@code ./rios rebuild} of the views, in turns with a bare consumer that reads the same events and does nothing with
 * them; with a tenth of the events, and with all.
 */
final class Rebuild implements FigureGroup {
    private static final int TENANTS = 16;
    private static final int SHARE = 10;
    private static final double LEAST_OF_RAW = 0.3;
    private static final double LEAST_OF_FEW = 0.8;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READ_LIMIT = Duration.ofMinutes(10);

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String summary() {
        return "rebuild of the views against raw consumption of the events, with few and with many";
    }

    /** When a rebuild said what; by {@link System#nanoTime}, 0 not yet. */
    static final class Lines {
        private long buildingNanos;
        private long comparingNanos;
        private long switchedNanos;

        void take(String line, long nanos) {
            if (line.startsWith("building generation")) {
                buildingNanos = nanos;
            } else if (line.startsWith("comparing generations") && comparingNanos == 0) {
                comparingNanos = nanos;
            } else if (line.startsWith("switched")) {
                switchedNanos = nanos;
            }
        }

        /** From the start of the new generation until it has come to the end of the log, but for a rest. */
        double foldingSeconds() {
            return seconds(buildingNanos, comparingNanos);
        }

        /** From the start of the new generation until it answers. */
        double switchingSeconds() {
            return seconds(buildingNanos, switchedNanos);
        }

        private static double seconds(long from, long to) {
            if (from == 0 || to == 0) {
                throw new BenchException("The rebuild did not say when it began, compared and switched.");
            }
            return (to - from) / NANOS_PER_SECOND;
        }
    }

    /** What the rounds with one number of events have come to. */
    private record Rounds(List<Double> folded, List<Double> raw, List<Double> switched) {
        static Rounds none() {
            return new Rounds(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public Findings run(ScaleRun run) {
        Findings found = new Findings();
        int many = run.options().deployments();
        int few = many / SHARE;
        try (SplitStack stack = run.start("rebuild")) {
            List<Tenant> tenants = ScaleRun.tenants(stack, "rebuild", TENANTS);
            try (Stock stock = Stock.of(stack, tenants)) {
                stock.create("f" + run.id(), few, many);
                Rounds ofFew = rounds(run, stack);
                stock.create("m" + run.id(), many - few, many);
                Rounds ofMany = rounds(run, stack);
                tell(found, few, ofFew);
                tell(found, many, ofMany);
                found.atLeast(
                        String.format(
                                Locale.ROOT,
                                "events a second of the rebuild, %,d events, multiple of that with %,d",
                                many,
                                few),
                        LEAST_OF_FEW,
                        Medians.ratio(Medians.median(ofMany.folded()), Medians.median(ofFew.folded())));
            }
            found.note(
                    "The rebuild reads commands and outcomes besides the events, is done by two projections that go on with"
                            + " their work, and is timed from the start of the new generation until it lacks less than 2,000 records,"
                            + " looked at every half second. The floor is one consumer of bytes, committed records alone.");
        }
        return found;
    }

    private static void tell(Findings found, int events, Rounds rounds) {
        String of = String.format(Locale.ROOT, ", %,d events", events);
        Figure rate = new Figure("rebuild" + of, "events/s", rounds.folded(), rounds.raw());
        found.figure(rate);
        found.figure("rebuild until the new views answer" + of, "s", rounds.switched());
        found.atLeast(
                "events a second of the rebuild" + of + ", multiple of raw consumption", LEAST_OF_RAW, rate.ratio());
    }

    private static Rounds rounds(ScaleRun run, SplitStack stack) {
        Rounds rounds = Rounds.none();
        for (int round = 0; round < run.options().rounds(); round++) {
            Read before = raw(stack.kafka());
            Lines lines = new Lines();
            run.launcher()
                    .run(
                            List.of("rebuild", "--data", stack.data().toString()),
                            line -> lines.take(line, System.nanoTime()));
            Read after = raw(stack.kafka());
            rounds.folded().add(before.count() / lines.foldingSeconds());
            rounds.switched().add(lines.switchingSeconds());
            // What else the machine did before and behind the rebuild falls on both.
            rounds.raw().add((before.perSecond() + after.perSecond()) / 2);
            run.tell(
                    "round %d  %,d events: rebuild %,.0f/s, raw %,.0f/s, new views after %.1f s",
                    round + 1,
                    before.count(),
                    rounds.folded().getLast(),
                    rounds.raw().getLast(),
                    rounds.switched().getLast());
        }
        return rounds;
    }

    /** What a bare consumer has read. */
    private record Read(long count, double seconds) {
        double perSecond() {
            return count / seconds;
        }
    }

    private static Read raw(String kafka) {
        TopicSpec topic = TopicCatalogue.of(TopicCatalogue.DEFAULT_PREFIX, TopicCatalogue.DEFAULT_PARTITIONS)
                .deploymentEvents();
        List<TopicPartition> places = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed", "enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(places);
            consumer.seekToBeginning(places);
            Map<TopicPartition, Long> ends = consumer.endOffsets(places);
            long startNanos = System.nanoTime();
            long count = 0;
            while (places.stream().anyMatch(place -> consumer.position(place) < ends.getOrDefault(place, 0L))) {
                count += consumer.poll(POLL).count();
                if (System.nanoTime() - startNanos > READ_LIMIT.toNanos()) {
                    throw new BenchException(topic.name() + " was not read within " + READ_LIMIT.toMinutes() + " min");
                }
            }
            return new Read(count, (System.nanoTime() - startNanos) / NANOS_PER_SECOND);
        }
    }
}
