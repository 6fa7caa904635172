package ai.rios.bench.faults;

import ai.rios.bench.faults.cells.CellResult;
import ai.rios.bench.faults.cells.CellTimeline;
import java.util.List;
import java.util.Locale;

/**
 * What happened when in each cell, as an SVG picture: a lane a cell, in it acknowledged commands above the line, attempts without a good
 * answer below it, and the time of each fault shaded. Text only, no scripts.
 */
final class TimelinePlot {
    private static final int WIDTH = 960;
    private static final int LEFT = 190;
    private static final int RIGHT = 20;
    private static final int TOP = 60;
    private static final int LANE = 56;
    private static final int UP = 32;
    private static final int DOWN = 14;
    private static final int TICK_SECONDS = 10;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final StringBuilder svg = new StringBuilder();
    private final double seconds;
    private final int most;

    private TimelinePlot(List<CellResult> cells) {
        int steps = cells.stream()
                .mapToInt(cell -> cell.timeline().acknowledged().size())
                .max()
                .orElse(1);
        seconds = Math.max(1, steps * CellTimeline.STEP_MILLIS / MILLIS_PER_SECOND);
        most = cells.stream()
                .flatMap(cell -> cell.timeline().acknowledged().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
    }

    /** Draws the cells; the result is a whole SVG document. */
    static String draw(String title, List<CellResult> cells) {
        return new TimelinePlot(cells).drawAll(title, cells);
    }

    private String drawAll(String title, List<CellResult> cells) {
        int height = TOP + cells.size() * LANE + 30;
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
                font-family="system-ui, sans-serif" font-size="12" role="img">
                <title>%s</title>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                """.formatted(WIDTH, height, WIDTH, height, escape(title)));
        text(LEFT, 24, "start", title);
        text(
                LEFT,
                42,
                "start",
                "above the line acknowledged commands, below it attempts without a good answer;" + " grey: the fault");
        for (int tick = 0; tick <= seconds; tick += TICK_SECONDS) {
            line(x(tick), TOP, height - 30, "#e5e5e5");
            text(x(tick), height - 12, "middle", tick + " s");
        }
        for (int at = 0; at < cells.size(); at++) {
            lane(cells.get(at), TOP + at * LANE + UP + 4);
        }
        return svg.append("</svg>\n").toString();
    }

    private void lane(CellResult cell, double base) {
        CellTimeline timeline = cell.timeline();
        text(LEFT - 10, base, "end", cell.cell());
        for (int at = 0; at < timeline.faultMillis().size(); at++) {
            double from = x(timeline.faultMillis().get(at) / MILLIS_PER_SECOND);
            double to = x(timeline.mendedMillis().get(at) / MILLIS_PER_SECOND);
            bar(from, base - UP, Math.max(2, to - from), UP + DOWN, "#a3a3a3");
        }
        for (int step = 0; step < timeline.acknowledged().size(); step++) {
            double from = x(step * CellTimeline.STEP_MILLIS / MILLIS_PER_SECOND);
            double wide = x((step + 1) * CellTimeline.STEP_MILLIS / MILLIS_PER_SECOND) - from;
            double up = Math.min(1.0, (double) timeline.acknowledged().get(step) / most) * UP;
            double down = Math.min(1.0, (double) timeline.failed().get(step) / most) * DOWN;
            bar(from, base - up, wide, up, "#15803d");
            bar(from, base, wide, down, "#c2410c");
        }
    }

    private double x(double second) {
        return LEFT + second / seconds * (WIDTH - LEFT - RIGHT);
    }

    private void bar(double x, double y, double wide, double high, String colour) {
        if (high > 0) {
            svg.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
                    .formatted(fixed(x), fixed(y), fixed(wide), fixed(high), colour));
        }
    }

    private void line(double x, double from, double to, String colour) {
        svg.append("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\"/>\n"
                .formatted(fixed(x), fixed(from), fixed(x), fixed(to), colour));
    }

    private void text(double x, double y, String anchor, String content) {
        svg.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"#262626\">%s</text>\n"
                .formatted(fixed(x), fixed(y), anchor, escape(content)));
    }

    private static String fixed(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
