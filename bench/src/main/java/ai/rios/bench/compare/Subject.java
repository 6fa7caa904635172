package ai.rios.bench.compare;

import ai.rios.bench.BenchException;
import ai.rios.bench.load.RequestSource;
import ai.rios.bench.measure.Medians;
import ai.rios.bench.report.Cell;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A server under load. Immutable.
 *
 * @param name in the figures
 * @param address where it listens
 * @param pids the processes whose CPU time is told, by name
 * @param source its requests
 */
public record Subject(String name, InetSocketAddress address, Map<String, Long> pids, RequestSource source) {
    /** The product in the figures. */
    public static final String PRODUCT = "product";
    /** Its floor in the figures. */
    public static final String FLOOR = "floor";

    /** The figures of a subject under a load. */
    public static Cell cell(List<Cell> cells, String load, String subject) {
        return cells.stream()
                .filter(cell -> cell.load().equals(load) && cell.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new BenchException("No figures of the " + subject + " under " + load));
    }

    /** A figure of the product as a multiple of the floor's under the same load. */
    public static double ratio(List<Cell> cells, String load, ToDoubleFunction<Cell> figure) {
        return Medians.ratio(
                figure.applyAsDouble(cell(cells, load, PRODUCT)), figure.applyAsDouble(cell(cells, load, FLOOR)));
    }
}
