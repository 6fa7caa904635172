package ai.rios.bench.report;

import ai.rios.bench.measure.Medians;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures as Markdown tables, for the console and for the page. */
public final class FigureTables {
    private static final String NO_FLOOR = "";

    private FigureTables() {}

    /** One line a cell: medians of its runs. */
    public static String cells(List<Cell> cells) {
        if (cells.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("""
                | load | subject | requests/s | p50 ms | p99 ms | p99.9 ms | server CPU µs/request | of which | client CPU µs/request | spread | machine's load | failed |
                | --- | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: |
                """);
        cells.forEach(cell -> table.append(row(cell)));
        return table.toString();
    }

    /** One line a figure: medians of its rounds. */
    public static String figures(List<Figure> figures) {
        if (figures.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("""
                | figure | unit | ours | floor | ratio | spread of ours | of the floor |
                | --- | --- | ---: | ---: | ---: | ---: | ---: |
                """);
        for (Figure figure : figures) {
            List<String> columns = List.of(
                    figure.what(),
                    figure.unit(),
                    number(figure.medianOurs()),
                    number(figure.medianFloor()),
                    number(figure.ratio()),
                    spread(figure.ours()),
                    spread(figure.floor()));
            table.append("| ").append(String.join(" | ", columns)).append(" |\n");
        }
        return table.toString();
    }

    private static String spread(List<Double> rounds) {
        return rounds.isEmpty() ? NO_FLOOR : Math.round(Medians.spread(rounds) * 100) + " %";
    }

    /** One line a goal. */
    public static String goals(List<Goal> goals) {
        if (goals.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("""
                | figure | goal | measured | |
                | --- | ---: | ---: | --- |
                """);
        for (Goal goal : goals) {
            String sign = switch (goal.bound()) {
                case AT_LEAST -> "≥";
                case AT_MOST -> "≤";
            };
            table.append("| %s | %s %s | %s | %s |%n"
                    .formatted(
                            goal.what(),
                            sign,
                            number(goal.wanted()),
                            number(goal.measured()),
                            goal.isMet() ? "met" : "**missed**"));
        }
        return table.toString().replace(System.lineSeparator(), "\n");
    }

    private static String row(Cell cell) {
        Map<String, Double> cpu = cell.medianCpuMicros();
        String parts = cpu.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Cell.CLIENT))
                .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "| "
                + String.join(
                        " | ",
                        cell.load(),
                        cell.subject(),
                        number(cell.medianPerSecond()),
                        number(cell.medianMillis("p50")),
                        number(cell.medianMillis("p99")),
                        number(cell.medianMillis("p99.9")),
                        number(cell.medianServerCpuMicros()),
                        parts,
                        number(cpu.getOrDefault(Cell.CLIENT, Double.NaN)),
                        Math.round(cell.throughputSpread() * 100) + " %",
                        loads(cell),
                        Long.toString(cell.failed()))
                + " |\n";
    }

    private static String loads(Cell cell) {
        double lowest = cell.runs().stream().mapToDouble(Run::loadAverage).min().orElse(Double.NaN);
        double highest =
                cell.runs().stream().mapToDouble(Run::loadAverage).max().orElse(Double.NaN);
        return number(lowest) + "–" + number(highest);
    }

    /** Three digits, as people read them. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return NO_FLOOR;
        }
        double size = Math.abs(value);
        return size >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
