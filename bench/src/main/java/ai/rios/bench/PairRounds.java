package ai.rios.bench;

import ai.rios.bench.libp2p.LoadFigures;
import ai.rios.bench.libp2p.Pair;
import ai.rios.bench.libp2p.PeerLoad;
import ai.rios.bench.libp2p.Placement;
import ai.rios.bench.measure.Machine;
import ai.rios.bench.report.Figure;
import ai.rios.bench.report.Goal;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Puts pairs of peers under the same loads in turns, in an order that changes by round, so that what else the machine does
 * falls on all of them alike. Confined to one thread.
 */
final class PairRounds {
    private final List<Contest> contests;
    private final List<Pair> pairs;
    private final Options options;
    private final PrintStream progress;

    /** By name of contest and of implementation, one a round. */
    private final Map<String, List<LoadFigures>> runs = new LinkedHashMap<>();

    /** By name of implementation, one a round. */
    private final Map<String, List<Pair.IdleFigures>> idles = new LinkedHashMap<>();

    private final List<Double> loadAverages = new ArrayList<>();

    /**
     * Measures nothing yet.
     *
     * @param pairs ours, and behind it the floor where there is one
     */
    PairRounds(List<Contest> contests, List<Pair> pairs, Options options, PrintStream progress) {
        this.contests = contests;
        this.pairs = pairs;
        this.options = options;
        this.progress = progress;
    }

    /** Runs every contest. */
    void run() {
        for (int round = 0; round < options.rounds(); round++) {
            for (Contest contest : contests) {
                for (Pair pair : order(round)) {
                    measure(contest, pair, round);
                }
            }
        }
    }

    /**
     * Holds connections that are not used.
     *
     * @param placement of listener and dialer
     */
    void holdIdle(int connections, Placement placement) {
        for (int round = 0; round < options.rounds(); round++) {
            for (Pair pair : order(round)) {
                holdIdle(connections, placement, pair, round);
            }
        }
    }

    private List<Pair> order(int round) {
        return round % 2 == 0 ? pairs : pairs.reversed();
    }

    private void measure(Contest contest, Pair pair, int round) {
        LoadFigures figures =
                pair.measure(contest.load(), contest.placement(), contest.warmUp(options.warmUp()), options.length());
        add(runs, key(contest, pair), figures);
        PeerLoad.Kind kind = contest.load().kind();
        tell(
                round,
                pair,
                String.format(
                        Locale.ROOT,
                        "%-44s %s %.2f %s  %s %.3f %s",
                        contest.name(),
                        kind.figure(),
                        figures.figure(),
                        kind.unit(),
                        kind.cpu(),
                        figures.cpu(),
                        kind.cpuUnit()));
    }

    private void holdIdle(int connections, Placement placement, Pair pair, int round) {
        Pair.IdleFigures figures = pair.measureIdle(connections, placement, options.seconds());
        add(idles, pair.implementation().name(), figures);
        tell(
                round,
                pair,
                String.format(
                        Locale.ROOT,
                        "%d idle connections: %.1f KiB each, %.0f held",
                        connections,
                        figures.kibibytesEach(),
                        figures.held()));
    }

    private void tell(int round, Pair pair, String what) {
        loadAverages.add(Machine.loadAverage());
        progress.printf(
                Locale.ROOT,
                "round %d  %-10s %s  load %.1f%n",
                round + 1,
                pair.implementation().name(),
                what,
                loadAverages.getLast());
    }

    /** In the order of the contests, rate or latency before processor time. */
    List<Figure> figures() {
        return contests.stream()
                .flatMap(contest -> Stream.of(figure(contest), cpu(contest)))
                .toList();
    }

    /** Of connections that are not used: resident memory of each at the listener. */
    Figure idleMemory() {
        return idle("memory of an idle connection", "KiB", Pair.IdleFigures::kibibytesEach);
    }

    /** Of connections that are not used: how many stood to the end. */
    Figure idleHeld() {
        return idle("idle connections held", "", Pair.IdleFigures::held);
    }

    /** Those against the floor; none where there is none. */
    List<Goal> goals() {
        List<Goal> goals = new ArrayList<>();
        if (pairs.size() > 1) {
            for (Contest contest : contests) {
                goals.add(figure(contest).goal(contest.bound(), contest.wanted()));
                contest.mostCpu().ifPresent(most -> goals.add(cpu(contest).goal(Goal.Bound.AT_MOST, most)));
            }
        }
        return goals;
    }

    /** How busy the machine was. */
    String loadNote() {
        double lowest =
                loadAverages.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        double highest =
                loadAverages.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "Load average behind the runs: %.1f to %.1f; a pair keeps up to two cores busy.",
                lowest,
                highest);
    }

    private Figure figure(Contest contest) {
        PeerLoad.Kind kind = contest.load().kind();
        return figure(contest, kind.figure(), kind.unit(), LoadFigures::figure);
    }

    private Figure cpu(Contest contest) {
        PeerLoad.Kind kind = contest.load().kind();
        return figure(contest, kind.cpu(), kind.cpuUnit(), LoadFigures::cpu);
    }

    private Figure figure(Contest contest, String what, String unit, ToDoubleFunction<LoadFigures> which) {
        return new Figure(
                contest.name() + ": " + what,
                unit,
                rounds(runs, key(contest, pairs.getFirst()), which),
                pairs.size() > 1 ? rounds(runs, key(contest, pairs.getLast()), which) : List.of());
    }

    private Figure idle(String what, String unit, ToDoubleFunction<Pair.IdleFigures> which) {
        return new Figure(
                what,
                unit,
                rounds(idles, pairs.getFirst().implementation().name(), which),
                pairs.size() > 1
                        ? rounds(idles, pairs.getLast().implementation().name(), which)
                        : List.of());
    }

    private static <T> List<Double> rounds(Map<String, List<T>> measured, String key, ToDoubleFunction<T> which) {
        return measured.getOrDefault(key, List.of()).stream()
                .map(which::applyAsDouble)
                .toList();
    }

    private static <T> void add(Map<String, List<T>> measured, String key, T figures) {
        measured.computeIfAbsent(key, _ -> new ArrayList<>()).add(figures);
    }

    private static String key(Contest contest, Pair pair) {
        return contest.name() + " " + pair.implementation().name();
    }
}
