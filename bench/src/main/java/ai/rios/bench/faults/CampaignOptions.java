package ai.rios.bench.faults;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.cells.FaultCell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a campaign. Immutable.
 *
 * @param seed of all that is left to chance
 * @param minutes of traffic in all cells together, 1 to 1,440; a cell takes longer where its fault needs it
 * @param perSecond steps of clients a second, 1 to 1,000
 * @param cells to run, in order
 * @param out folder of figures and picture
 */
public record CampaignOptions(long seed, int minutes, int perSecond, List<FaultCell> cells, Path out) {
    private static final int DEFAULT_PER_SECOND = 60;
    private static final int MOST_PER_SECOND = 1_000;
    private static final int MOST_MINUTES = 1_440;
    private static final String SEED = "--seed";
    private static final String MINUTES = "--minutes";
    private static final String RATE = "--rate";
    private static final String CELL = "--cell";
    private static final String OUT = "--out";
    private static final List<String> KNOWN = List.of(SEED, MINUTES, RATE, CELL, OUT);

    public CampaignOptions {
        cells = List.copyOf(cells);
    }

    /**
     * From the command line.
     *
     * @param freshSeed where none is given
     * @param defaultOut where no folder is given
     * @throws BenchException naming what is unknown or out of bounds
     */
    public static CampaignOptions parse(List<String> arguments, long freshSeed, Path defaultOut) {
        Map<String, String> given = new HashMap<>();
        for (int at = 0; at < arguments.size(); at += 2) {
            if (!KNOWN.contains(arguments.get(at)) || at + 1 == arguments.size()) {
                throw new BenchException("Unknown option or missing value: " + arguments.get(at) + "; options are "
                        + KNOWN + ", each with a value.");
            }
            given.put(arguments.get(at), arguments.get(at + 1));
        }
        String named = given.get(CELL);
        List<FaultCell> cells = named == null
                ? FaultCell.all()
                : Arrays.stream(named.split(",", -1))
                        .map(FaultCell::named)
                        .distinct()
                        .toList();
        return new CampaignOptions(
                number(given, SEED, freshSeed, Long.MIN_VALUE, Long.MAX_VALUE),
                (int) number(given, MINUTES, Math.max(1, cells.size() / 2), 1, MOST_MINUTES),
                (int) number(given, RATE, DEFAULT_PER_SECOND, 1, MOST_PER_SECOND),
                cells,
                Path.of(given.getOrDefault(OUT, defaultOut.toString())));
    }

    private static long number(Map<String, String> given, String option, long byDefault, long least, long most) {
        String text = given.getOrDefault(option, Long.toString(byDefault));
        if (text.matches("-?\\d{1,18}") || text.equals(Long.toString(byDefault))) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new BenchException(option + " must be a number from " + least + " to " + most + ", was " + text);
    }

    /** What there is, a line each. */
    public static List<String> help() {
        return List.of(
                "--seed N             kinds, times and clients of an earlier run's steps, and its faults' moments",
                "--minutes M          traffic in all cells together (default half a minute a cell)",
                "--rate N             steps of clients a second, 1 to " + MOST_PER_SECOND + " (default "
                        + DEFAULT_PER_SECOND + ")",
                "--cell NAME[,NAME]   these cells alone, each once",
                "--out DIR            where figures and picture are kept");
    }

    /** Traffic of one cell. */
    Duration length() {
        return Duration.ofMinutes(minutes).dividedBy(cells.size());
    }

    /** The command that runs it again. */
    String command() {
        String names = String.join(",", cells.stream().map(FaultCell::name).toList());
        return "./rios bench faults --seed " + seed + " --minutes " + minutes + " --rate " + perSecond
                + (cells.size() == FaultCell.all().size() ? "" : " --cell " + names);
    }
}
