package ai.rios.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * Latency by percentile as an SVG picture. Both axes are logarithmic: to the right every step is ten times rarer (90, 99,
 * 99.9 %), upwards every decade is ten times slower, so that a floor of one millisecond and a tail of a second are both
 * readable. Text only, no scripts, legible on light and dark pages.
 */
public final class PercentilePlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 46;
    private static final int BOTTOM = 84;
    private static final List<String> COLOURS =
            List.of("#0b66c3", "#c2410c", "#15803d", "#7e22ce", "#b45309", "#0f766e");
    private static final double[] STEPS = {1, 2, 5};

    private final StringBuilder svg = new StringBuilder();
    private final double lowestMillis;
    private final double highestMillis;
    private final double decades;

    /**
     * One line of the picture.
     *
     * @param name for the legend
     */
    public record Line(String name, List<CurvePoint> points) {}

    private PercentilePlot(List<Line> lines) {
        double[] millis = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(CurvePoint::millis)
                .filter(value -> value > 0)
                .sorted()
                .toArray();
        lowestMillis = millis.length == 0 ? 0.1 : decade(millis[0]);
        highestMillis = millis.length == 0 ? 10 : Math.max(lowestMillis * 10, decade(millis[millis.length - 1]) * 10);
        double rarest = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(CurvePoint::percentile)
                .max()
                .orElse(99);
        decades = Math.clamp(Math.ceil(rarity(rarest)), 2, 6);
    }

    /** Draws the lines; the result is a whole SVG document. */
    public static String draw(String title, List<Line> lines) {
        return new PercentilePlot(lines).drawAll(title, lines);
    }

    private String drawAll(String title, List<Line> lines) {
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
                font-family="system-ui, sans-serif" font-size="12" role="img">
                <title>%s</title>
                <rect width="100%%" height="100%%" fill="#ffffff"/>
                """.formatted(WIDTH, HEIGHT, WIDTH, HEIGHT, escape(title)));
        text(LEFT, 24, "start", 15, title);
        percentileAxis();
        millisAxis();
        for (int i = 0; i < lines.size(); i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            curve(lines.get(i), colour);
            legend(i, lines.get(i).name(), colour);
        }
        return svg.append("</svg>\n").toString();
    }

    private void percentileAxis() {
        for (int decade = 0; decade <= decades; decade++) {
            double x = LEFT + decade / decades * plotWidth();
            rule(x, TOP, x, HEIGHT - BOTTOM);
            text(x, HEIGHT - BOTTOM + 18, "middle", 12, percentLabel(decade));
        }
        text(LEFT + plotWidth() / 2.0, HEIGHT - BOTTOM + 38, "middle", 12, "share of requests that were no slower");
    }

    private void millisAxis() {
        for (double decade = lowestMillis; decade < highestMillis * 1.01; decade *= 10) {
            for (double step : STEPS) {
                double millis = decade * step;
                if (millis <= highestMillis * 1.01) {
                    double y = y(millis);
                    rule(LEFT, y, WIDTH - RIGHT, y);
                    text(LEFT - 8, y + 4, "end", 12, number(millis));
                }
            }
        }
        svg.append("<text x=\"16\" y=\"%s\" text-anchor=\"middle\" transform=\"rotate(-90 16 %s)\">latency, ms</text>\n"
                .formatted(number(TOP + plotHeight() / 2.0), number(TOP + plotHeight() / 2.0)));
    }

    private void curve(Line line, String colour) {
        StringBuilder points = new StringBuilder();
        for (CurvePoint point : line.points()) {
            double x = LEFT + Math.min(rarity(point.percentile()), decades) / decades * plotWidth();
            points.append(fixed(x))
                    .append(',')
                    .append(fixed(y(Math.max(point.millis(), lowestMillis))))
                    .append(' ');
        }
        svg.append("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>\n"
                .formatted(colour, points.toString().strip()));
    }

    private void legend(int index, String name, String colour) {
        double x = LEFT + (index % 3) * (plotWidth() / 3.0);
        double y = HEIGHT - 26 + (index / 3) * 16;
        svg.append("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"3\"/>\n"
                .formatted(fixed(x), fixed(y - 4), fixed(x + 18), fixed(y - 4), colour));
        text(x + 24, y, "start", 12, name);
    }

    private void rule(double x1, double y1, double x2, double y2) {
        svg.append("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"#d4d4d4\"/>\n"
                .formatted(fixed(x1), fixed(y1), fixed(x2), fixed(y2)));
    }

    private void text(double x, double y, String anchor, int size, String content) {
        svg.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" font-size=\"%d\" fill=\"#262626\">%s</text>\n"
                .formatted(fixed(x), fixed(y), anchor, size, escape(content)));
    }

    private double y(double millis) {
        double share = Math.log10(millis / lowestMillis) / Math.log10(highestMillis / lowestMillis);
        return TOP + (1 - Math.clamp(share, 0, 1)) * plotHeight();
    }

    /** 0 for the 0th percentile, 1 for the 90th, 2 for the 99th, and so on. */
    static double rarity(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    /** The label of a whole number of decades of rarity: 0 %, 90 %, 99 %, 99.9 % … */
    static String percentLabel(int decade) {
        return decade == 0
                ? "0 %"
                : decade <= 2
                        ? "9".repeat(decade).replaceFirst("^9$", "90") + " %"
                        : "99." + "9".repeat(decade - 2) + " %";
    }

    private static double decade(double millis) {
        return Math.pow(10, Math.floor(Math.log10(millis)));
    }

    private static int plotWidth() {
        return WIDTH - LEFT - RIGHT;
    }

    private static int plotHeight() {
        return HEIGHT - TOP - BOTTOM;
    }

    private static String fixed(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 1 ? "%.0f" : "%.2g", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
