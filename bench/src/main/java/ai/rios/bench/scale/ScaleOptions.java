package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code ./rios bench scale}. Immutable.
 *
 * @param only names of the groups to run, in order
 * @param deployments the most that a stack is given, 2,000 to 10,000,000
 * @param tenants the most, 100 to 10,000
 * @param sockets open at the same time, 10 to 10,000
 * @param rounds how often every load is measured, 1 to 20
 * @param seconds length of one measured run, 1 to 600
 * @param warmUpSeconds length of each subject's warm-up, 1 to 600
 * @param out folder of figures and plots
 */
public record ScaleOptions(
        List<String> only,
        int deployments,
        int tenants,
        int sockets,
        int rounds,
        int seconds,
        int warmUpSeconds,
        Path out) {
    private static final String ONLY = "--only";
    private static final String OUT = "--out";
    private static final Bounds DEPLOYMENTS = new Bounds("--deployments", 20_000, 2_000, 10_000_000);
    private static final Bounds TENANTS = new Bounds("--tenants", 10_000, 100, 10_000);
    private static final Bounds SOCKETS = new Bounds("--sockets", 10_000, 10, 10_000);
    private static final Bounds ROUNDS = new Bounds("--rounds", 5, 1, 20);
    private static final Bounds SECONDS = new Bounds("--seconds", 4, 1, 600);
    private static final Bounds WARM_UP = new Bounds("--warm-up", 15, 1, 600);
    private static final List<Bounds> NUMBERS = List.of(DEPLOYMENTS, TENANTS, SOCKETS, ROUNDS, SECONDS, WARM_UP);

    /** A number's option. */
    private record Bounds(String option, int byDefault, int least, int most) {
        int of(Map<String, String> given) {
            String text = given.getOrDefault(option, Integer.toString(byDefault));
            if (text.matches("\\d{1,8}")) {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            throw new BenchException(option + " must be a number from " + least + " to " + most + ", was " + text);
        }

        String help(String meaning) {
            return "%-20s %s, %d to %d (default %d)".formatted(option + " N", meaning, least, most, byDefault);
        }
    }

    public ScaleOptions {
        only = List.copyOf(only);
    }

    /**
     * From the command line.
     *
     * @param groups names of all groups
     * @param defaultOut where no folder is given
     * @throws BenchException naming what is unknown or out of bounds
     */
    public static ScaleOptions parse(List<String> arguments, List<String> groups, Path defaultOut) {
        List<String> known = new ArrayList<>(List.of(ONLY, OUT));
        NUMBERS.forEach(number -> known.add(number.option()));
        Map<String, String> given = new HashMap<>();
        for (int at = 0; at < arguments.size(); at += 2) {
            if (!known.contains(arguments.get(at)) || at + 1 == arguments.size()) {
                throw new BenchException("Unknown option or missing value: " + arguments.get(at) + "; options are "
                        + known + ", each with a value.");
            }
            given.put(arguments.get(at), arguments.get(at + 1));
        }
        return new ScaleOptions(
                groups(given.get(ONLY), groups),
                DEPLOYMENTS.of(given),
                TENANTS.of(given),
                SOCKETS.of(given),
                ROUNDS.of(given),
                SECONDS.of(given),
                WARM_UP.of(given),
                Path.of(given.getOrDefault(OUT, defaultOut.toString())));
    }

    private static List<String> groups(@Nullable String named, List<String> all) {
        if (named == null) {
            return all;
        }
        List<String> only = Arrays.stream(named.split(",", -1)).distinct().toList();
        only.stream().filter(name -> !all.contains(name)).findFirst().ifPresent(unknown -> {
            throw new BenchException("There is no group " + unknown + "; groups are " + String.join(", ", all) + '.');
        });
        return only;
    }

    /** What there is, a line each. */
    public static List<String> help() {
        return List.of(
                "%-20s %s".formatted(ONLY + " GROUP[,GROUP]", "these groups alone, each once"),
                DEPLOYMENTS.help("the most that a stack is given"),
                TENANTS.help("the most"),
                SOCKETS.help("open at the same time"),
                ROUNDS.help("how often every load is measured"),
                SECONDS.help("length of one measured run"),
                WARM_UP.help("length of each subject's warm-up, seconds"),
                "%-20s %s".formatted(OUT + " DIR", "where figures and plots are kept"));
    }

    Duration length() {
        return Duration.ofSeconds(seconds);
    }

    Duration warmUp() {
        return Duration.ofSeconds(warmUpSeconds);
    }

    /** The command that takes the figures of a group again. */
    String command(String group) {
        return "./rios bench scale --only " + group + " --deployments " + deployments + " --tenants " + tenants
                + " --sockets " + sockets + " --rounds " + rounds + " --seconds " + seconds + " --warm-up "
                + warmUpSeconds;
    }
}
