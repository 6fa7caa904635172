package ai.rios.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a benchmark. Immutable.
 *
 * @param rounds how often every load is measured, 1 to 20
 * @param seconds length of one measured run, 1 to 600
 * @param warmUpSeconds length of each subject's warm-up, 1 to 600
 * @param out folder of JSON and plots
 * @param stack data folder of a running stack to measure, or null to start one for the benchmark
 */
record Options(
        int rounds,
        int seconds,
        int warmUpSeconds,
        Path out,
        @Nullable Path stack) {
    static final Path DEFAULT_OUT = Path.of("bench/results");

    private static final Set<String> KNOWN = Set.of("--rounds", "--seconds", "--warm-up", "--out", "--data");
    private static final int MOST_ROUNDS = 20;
    private static final int MOST_SECONDS = 600;

    /**
     * From the command line.
     *
     * @param defaultRounds rounds where none are asked for
     * @param defaultWarmUp seconds of warm-up where none are asked for
     * @throws BenchException naming what is unknown or out of bounds
     */
    static Options parse(List<String> arguments, int defaultRounds, int defaultWarmUp) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!KNOWN.contains(arguments.get(i)) || i + 1 == arguments.size()) {
                throw new BenchException("Unknown option or missing value: " + arguments.get(i) + "; options are "
                        + KNOWN.stream().sorted().toList() + ", each with a value.");
            }
            given.put(arguments.get(i), arguments.get(i + 1));
        }
        return new Options(
                number(given, "--rounds", defaultRounds, MOST_ROUNDS),
                number(given, "--seconds", 10, MOST_SECONDS),
                number(given, "--warm-up", defaultWarmUp, MOST_SECONDS),
                Path.of(given.getOrDefault("--out", DEFAULT_OUT.toString())),
                given.containsKey("--data")
                        ? Path.of(given.getOrDefault("--data", "")).toAbsolutePath()
                        : null);
    }

    /** What there is, a line each. */
    static List<String> help() {
        return List.of(
                "--rounds N           how often every load is measured, 1 to " + MOST_ROUNDS,
                "--seconds N          length of one measured run, 1 to " + MOST_SECONDS + " (default 10)",
                "--warm-up N          length of each subject's warm-up, 1 to " + MOST_SECONDS
                        + " (default 60; libp2p 20)",
                "--out DIR            where figures and plots are kept (default " + DEFAULT_OUT + ")",
                "--data DIR           measure the stack that runs on this folder instead of starting one");
    }

    Duration length() {
        return Duration.ofSeconds(seconds);
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUpSeconds);
    }

    /** The same as a command line. */
    String text() {
        return "--rounds " + rounds + " --seconds " + seconds + " --warm-up " + warmUpSeconds;
    }

    private static int number(Map<String, String> given, String option, int defaultValue, int most) {
        String text = given.getOrDefault(option, Integer.toString(defaultValue));
        if (text.matches("\\d{1,4}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new BenchException(option + " must be 1 to " + most + ", was " + text);
    }
}
