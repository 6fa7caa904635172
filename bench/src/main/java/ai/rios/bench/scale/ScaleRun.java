package ai.rios.bench.scale;

import ai.rios.bench.product.Launcher;
import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What every group is given. Immutable.
 *
 * @param launcher of the checkout that is measured
 * @param data folder in which stacks have theirs
 * @param out where figures are kept
 * @param id distinguishes this run's names: lower-case letters and digits
 * @param progress told of each step, for people
 */
record ScaleRun(ScaleOptions options, Launcher launcher, Path data, Path out, String id, PrintStream progress) {
    /**
     * Starts a split stack on a folder of its own.
     *
     * @param settings of the stack, {@code KEY=VALUE} each
     */
    SplitStack start(String name, String... settings) {
        progress.println("starting a stack: " + name);
        return SplitStack.start(launcher, data.resolve(name), List.of(settings));
    }

    /** Tenants with development tokens: a prefix and a number each. */
    static List<Tenant> tenants(SplitStack stack, String prefix, int count) {
        return stack.tenants(IntStream.range(0, count)
                .mapToObj(number -> prefix + '-' + number)
                .toList());
    }

    /** Where the edge of a stack listens. */
    static InetSocketAddress address(SplitStack stack) {
        URI edge = stack.edge();
        return new InetSocketAddress(edge.getHost(), edge.getPort());
    }

    /** The processes of a stack, and the client. */
    static Map<String, Long> pids(SplitStack stack) {
        Map<String, Long> pids = new LinkedHashMap<>(stack.pids());
        pids.put(Cell.CLIENT, ProcessHandle.current().pid());
        return pids;
    }

    void tell(String format, Object... arguments) {
        progress.printf(Locale.ROOT, format + "%n", arguments);
    }
}
