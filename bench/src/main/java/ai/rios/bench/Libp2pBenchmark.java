package ai.rios.bench;

import ai.rios.bench.libp2p.GoPeer;
import ai.rios.bench.libp2p.Implementation;
import ai.rios.bench.libp2p.Pair;
import ai.rios.bench.libp2p.Placement;
import ai.rios.bench.libp2p.ProviderNetwork;
import ai.rios.bench.measure.ProcessFigures;
import ai.rios.bench.report.Figure;
import ai.rios.bench.report.Goal;
import ai.rios.bench.report.Report;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code bench libp2p}: two of our peers that talk with one another, against two of go-libp2p's, over TCP, Noise and Yamux and
 * over QUIC on loopback; and how long a provider is looked for in a network of ours.
 */
final class Libp2pBenchmark implements Benchmark {
    private static final int IDLE = 1_000;
    private static final double MOST_KIBIBYTES = 60;
    private static final int NODES = 200;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public String name() {
        return "libp2p";
    }

    @Override
    public String summary() {
        return "our libp2p peers, against those of go-libp2p (about 45 minutes)";
    }

    @Override
    public int defaultRounds() {
        return 3;
    }

    @Override
    public int defaultWarmUpSeconds() {
        return 20;
    }

    @Override
    public Report run(Options options, BenchContext context) {
        GoPeer go = GoPeer.build(context.home());
        boolean canPin = Placement.canPin();
        List<Pair> pairs = new ArrayList<>();
        pairs.add(new Pair(new Implementation.Ours(context.home())));
        go.peer().map(Pair::new).ifPresent(pairs::add);
        PairRounds rounds = new PairRounds(contests(canPin), pairs, options, context.progress());
        // First, since nothing that was measured is lost where it fails.
        List<Figure> searches = new ArrayList<>();
        String searchNote = findProviders(searches, options, context.progress());
        rounds.run();
        rounds.holdIdle(IDLE, wide(canPin));

        Figure memory = rounds.idleMemory();
        Figure held = rounds.idleHeld();
        List<Figure> figures = new ArrayList<>(rounds.figures());
        figures.addAll(List.of(memory, held));
        figures.addAll(searches);
        List<Goal> goals = new ArrayList<>(rounds.goals());
        goals.add(new Goal(
                memory.what() + ", " + memory.unit(), Goal.Bound.AT_MOST, MOST_KIBIBYTES, memory.medianOurs()));
        goals.add(new Goal(held.what(), Goal.Bound.AT_LEAST, IDLE, held.medianOurs()));

        List<String> notes = new ArrayList<>();
        notes.add(go.note());
        if (!canPin) {
            notes.add(
                    "Processes could not be pinned to the cores 0 and 1 (taskset), and a round trip is what the kernel's choice made it.");
        }
        notes.add(rounds.loadNote());
        notes.add(searchNote);
        return context.report(this, options, figures, goals, notes);
    }

    private static Placement wide(boolean canPin) {
        return canPin ? Placement.SHARED_CORES : Placement.ANYWHERE;
    }

    private static List<Contest> contests(boolean canPin) {
        List<Contest> contests = new ArrayList<>();
        List<Placement> near = canPin ? List.of(Placement.ONE_CORE, Placement.TWO_CORES) : List.of(Placement.ANYWHERE);
        for (Placement placement : near) {
            contests.add(Contest.ofRoundTrips("1 KiB on an open stream", "echo --size 1024 --count 2000", placement));
            contests.add(Contest.ofRoundTrips(
                    "1 KiB on a new stream each", "echo --size 1024 --count 500 --new-stream", placement));
        }
        contests.add(Contest.ofRoundTrips("1 KiB on an open stream", "echo --size 1024 --count 2000", near.getLast())
                .overQuic());
        Placement wide = wide(canPin);
        for (Contest contest : List.of(
                Contest.ofBytes("upload, 1 stream", "perf --upload 268435456", wide),
                Contest.ofBytes("upload, 8 streams", "perf --upload 33554432 --parallel 8", wide),
                Contest.ofHandshakes("handshakes, 1 at a time", "handshakes --count 200 --parallel 1", wide),
                Contest.ofHandshakes("handshakes, 4 at a time", "handshakes --count 200 --parallel 4", wide))) {
            contests.add(contest);
            contests.add(contest.overQuic());
        }
        return contests;
    }

    /** Adds the figures and tells what came of the searches. */
    private static String findProviders(List<Figure> figures, Options options, PrintStream progress) {
        long files = ProcessFigures.mostOpenFiles();
        if (files < ProviderNetwork.files(NODES)) {
            return NODES + " nodes take up to " + ProviderNetwork.files(NODES) + " open files, and a process may have "
                    + files + " here, so it was not measured how long a provider is looked for.";
        }
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        long found = 0;
        long missed = 0;
        try (ProviderNetwork network = ProviderNetwork.start(NODES)) {
            network.search(options.warmUp());
            for (int round = 0; round < options.rounds(); round++) {
                ProviderNetwork.Searches searches = network.search(options.length());
                found += searches.nanos().getTotalCount();
                missed += searches.missed();
                if (searches.nanos().getTotalCount() == 0) {
                    throw new BenchException("None of " + missed + " searches found a provider.");
                }
                p50.add(searches.nanos().getValueAtPercentile(50) / NANOS_PER_MILLI);
                p99.add(searches.nanos().getValueAtPercentile(99) / NANOS_PER_MILLI);
                progress.printf(
                        Locale.ROOT,
                        "round %d  find providers  p50 %.2f ms  p99 %.2f ms%n",
                        round + 1,
                        p50.getLast(),
                        p99.getLast());
            }
        }
        figures.add(new Figure("find a provider among " + NODES + " nodes: p50", "ms", p50, List.of()));
        figures.add(new Figure("find a provider among " + NODES + " nodes: p99", "ms", p99, List.of()));
        return "Of " + (found + missed) + " searches for a provider " + missed
                + " found none; all nodes are in one process.";
    }
}
