package ai.rios.bench.compare;

import ai.rios.bench.BenchException;
import ai.rios.bench.load.Load;
import ai.rios.bench.load.LoadGenerator;
import ai.rios.bench.load.LoadResult;
import ai.rios.bench.measure.CpuMeter;
import ai.rios.bench.measure.Machine;
import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Run;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Puts subjects under the same loads in turns: in every round each load goes to one subject right after the other, and
 * the order changes from round to round, so that what else the machine does falls on all of them alike. Each subject is
 * warmed up before the first round, and for a moment before each run; neither is counted.
 *
 * <p>Confined to one thread.
 */
public final class Comparison {
    private static final long SETTLE_DIVISOR = 4;
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Subject> subjects;
    private final int wantedStatus;
    private final PrintStream progress;
    private final Map<String, List<Run>> runs = new LinkedHashMap<>();
    private final Map<String, Histogram> histograms = new LinkedHashMap<>();

    /** Measures nothing yet. */
    public Comparison(List<Subject> subjects, int wantedStatus, PrintStream progress) {
        this.subjects = subjects;
        this.wantedStatus = wantedStatus;
        this.progress = progress;
    }

    /**
     * Runs everything.
     *
     * @param connections to each subject; at least the most that a closed load has in flight
     * @param warmUp of each subject, before the first round
     * @return a cell a load and subject, in that order
     */
    public List<Cell> run(List<Offer> offers, int connections, int rounds, Load warmUp) {
        List<LoadGenerator> generators = new ArrayList<>();
        try {
            for (Subject subject : subjects) {
                LoadGenerator generator = LoadGenerator.to(subject.address(), connections);
                generators.add(generator);
                warmUp(subject, generator, warmUp);
            }
            for (int round = 0; round < rounds; round++) {
                for (Offer offer : offers) {
                    for (int turn = 0; turn < subjects.size(); turn++) {
                        int index = round % 2 == 0 ? turn : subjects.size() - 1 - turn;
                        measure(subjects.get(index), generators.get(index), offer, round);
                    }
                }
            }
        } finally {
            generators.forEach(LoadGenerator::close);
        }
        return cells(offers);
    }

    private void warmUp(Subject subject, LoadGenerator generator, Load load) {
        LoadResult result = generator.run(load, subject.source(), wantedStatus);
        progress.printf(Locale.ROOT, "warm-up  %-20s %,.0f requests/s%n", subject.name(), result.perSecond());
        refuseFailures(subject, result);
    }

    private void measure(Subject subject, LoadGenerator generator, Offer offer, int round) {
        refuseFailures(subject, generator.run(settling(offer.load()), subject.source(), wantedStatus));
        CpuMeter meter = new CpuMeter(subject.pids());
        LoadResult result = generator.run(offer.load(), subject.source(), wantedStatus);
        Run run = Run.of(result, meter.micros(), Machine.loadAverage());
        progress.printf(
                Locale.ROOT,
                "round %d  %-20s %-24s %,8.0f/s  p50 %.2f ms  p99 %.2f ms  load %.1f  cpu %s%n",
                round + 1,
                subject.name(),
                offer.name(),
                result.perSecond(),
                result.latencies().getValueAtPercentile(50) / NANOS_PER_MILLI,
                result.latencies().getValueAtPercentile(99) / NANOS_PER_MILLI,
                run.loadAverage(),
                perRequest(run));
        refuseFailures(subject, result);
        String key = key(subject, offer);
        runs.computeIfAbsent(key, _ -> new ArrayList<>()).add(run);
        histograms.computeIfAbsent(key, _ -> new Histogram(result.latencies())).add(result.latencies());
    }

    private static Load settling(Load load) {
        Duration length = load.length().dividedBy(SETTLE_DIVISOR);
        return switch (load) {
            case Load.Open open -> new Load.Open(open.perSecond(), length);
            case Load.Closed closed -> new Load.Closed(closed.inFlight(), length);
        };
    }

    private List<Cell> cells(List<Offer> offers) {
        List<Cell> cells = new ArrayList<>();
        for (Offer offer : offers) {
            for (Subject subject : subjects) {
                String key = key(subject, offer);
                cells.add(Cell.of(
                        subject.name(),
                        offer.name(),
                        runs.getOrDefault(key, List.of()),
                        histograms.getOrDefault(key, new Histogram(3))));
            }
        }
        return cells;
    }

    /** A benchmark that counts refusals as answers measures the wrong thing. */
    private static void refuseFailures(Subject subject, LoadResult result) {
        if (result.failed() > 0) {
            throw new BenchException(result.failed() + " of " + (result.failed() + result.succeeded())
                    + " requests to the " + subject.name() + " failed; the first: " + result.firstFailure());
        }
    }

    private static String perRequest(Run run) {
        StringBuilder text = new StringBuilder();
        run.cpuMicrosPerRequest()
                .forEach((name, micros) -> text.append(String.format(Locale.ROOT, "%s %.0f ", name, micros)));
        return text.append("µs").toString();
    }

    private static String key(Subject subject, Offer offer) {
        return offer.name() + '/' + subject.name();
    }
}
