package ai.rios.bench.faults;

import ai.rios.bench.faults.cells.CellResult;
import java.util.List;
import java.util.Locale;

/** The campaign's table, in Markdown. Stateless. */
final class CellTable {
    static final String HEAD = """
            | cell | operations | acknowledged | unanswered | left out | lost | doubled | violations | longest silence s | recovery s | state MiB | |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
            """;

    private CellTable() {}

    static String row(CellResult cell) {
        return "| "
                + String.join(
                        " | ",
                        cell.cell(),
                        count(cell.operations()),
                        count(cell.acknowledged()),
                        count(cell.unanswered()),
                        count(cell.leftOut()),
                        count(cell.lost()),
                        count(cell.doubled()),
                        count(cell.violations().size()),
                        seconds(cell.longestSilenceSeconds()),
                        seconds(cell.recoverySeconds()),
                        seconds(cell.stateMebibytes()),
                        verdict(cell))
                + " |\n";
    }

    /** The line of one that could not be played on this machine. */
    static String skipped(String cell, String obstacle) {
        return "| " + cell + " |" + " |".repeat(10) + " skipped: " + obstacle + " |\n";
    }

    /** One line for all cells together. */
    static String total(List<CellResult> cells) {
        return "%s operations in %d cells, %s acknowledged, %s violations%n"
                .formatted(
                        count(cells.stream().mapToLong(CellResult::operations).sum()),
                        cells.size(),
                        count(cells.stream().mapToLong(CellResult::acknowledged).sum()),
                        count(cells.stream()
                                .mapToLong(cell -> cell.violations().size())
                                .sum()));
    }

    private static String verdict(CellResult cell) {
        if (!cell.violations().isEmpty()) {
            return "**violated**";
        }
        return cell.unrest().isEmpty() ? "clean" : "**unrest**";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        return Double.isInfinite(value) ? "never" : String.format(Locale.ROOT, "%.1f", value);
    }
}
