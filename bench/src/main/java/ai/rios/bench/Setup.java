package ai.rios.bench;

import ai.rios.bench.floor.FloorProcess;
import ai.rios.bench.measure.CpuMeter;
import ai.rios.bench.measure.ProcessFigures;
import ai.rios.bench.product.Launcher;
import ai.rios.bench.product.Stack;
import ai.rios.bench.product.StackStatus;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.report.Cell;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A stack of the product, started for one benchmark with a few tenants. Confined to one thread.
 */
final class Setup implements AutoCloseable {
    private static final String BROKER = "broker";
    private static final String SERVICES = "stack";
    private static final String FLOOR = "floor";
    private static final int TENANTS = 16;
    private static final long IDLE_SECONDS = 5;
    private static final double MICROS_PER_SECOND = 1e6;

    private final Path data;
    private final Stack stack;
    private final StackStatus status;
    private final List<Tenant> tenants;

    private Setup(Path data, Stack stack, StackStatus status, List<Tenant> tenants) {
        this.data = data;
        this.stack = stack;
        this.status = status;
        this.tenants = tenants;
    }

    /** Starts a stack, or takes the running one that the options name. */
    static Setup open(BenchContext context, Options options) {
        Path data = TemporaryFolder.create();
        Launcher launcher = new Launcher(context.home());
        Path running = options.stack();
        Stack stack = running == null ? Stack.start(launcher, data) : Stack.running(launcher, running);
        List<String> names =
                IntStream.range(0, TENANTS).mapToObj(i -> "bench-" + i).toList();
        List<String> tokens = stack.tokens(names);
        List<Tenant> tenants = IntStream.range(0, TENANTS)
                .mapToObj(i -> new Tenant(names.get(i), tokens.get(i)))
                .toList();
        return new Setup(data, stack, stack.status(), tenants);
    }

    StackStatus status() {
        return status;
    }

    List<Tenant> tenants() {
        return tenants;
    }

    /** A folder for what the benchmark itself must write. */
    Path folder() {
        return data;
    }

    /** The product's processes and the client, for figures of the product. */
    Map<String, Long> productPids() {
        Map<String, Long> pids = new LinkedHashMap<>(status.pids());
        pids.put(Cell.CLIENT, ProcessHandle.current().pid());
        return pids;
    }

    /** The floor's process, the broker that it shares with the product if it uses one, and the client. */
    Map<String, Long> floorPids(FloorProcess floor, boolean withBroker) {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put(FLOOR, floor.pid());
        if (withBroker) {
            pids.put(BROKER, status.pid(BROKER));
        }
        pids.put(Cell.CLIENT, ProcessHandle.current().pid());
        return pids;
    }

    /** The flags of the JVM that the product's services run in, for the floor to run with. */
    List<String> jvmFlags() {
        return FloorProcess.jvmFlags(ProcessFigures.commandLine(status.pid(SERVICES)));
    }

    /** What the product's processes take while nobody asks for anything: it weighs on the floor's runs too. */
    String idleNote() {
        CpuMeter meter = new CpuMeter(status.pids());
        pause();
        StringBuilder text = new StringBuilder("Idle, the product takes of one core:");
        meter.micros()
                .forEach((name, micros) -> text.append(String.format(
                        Locale.ROOT, " %s %.1f %%,", name, micros / MICROS_PER_SECOND / IDLE_SECONDS * 100)));
        return text.append(" also while the floor is measured.").toString();
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while the product was idle", e);
        }
    }

    @Override
    public void close() {
        stack.close();
        TemporaryFolder.delete(data);
    }
}
