package ai.rios.bench.faults.cells;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.cells.ServerProxy.Mode;
import ai.rios.bench.product.SplitStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A cell of the campaign: a fault, and whom it strikes. Immutable.
 *
 * @param processes by their names in {@code ./rios status}; all at the same time
 */
public record FaultCell(String name, Fault fault, List<String> processes) {
    private static final String BROKER = "broker";
    private static final String REGISTRY = "registry";
    private static final String EDGE = "edge";
    private static final String HANDLER = "handlers-1";
    private static final String PROJECTION = "projections-1";
    private static final List<String> BOTH_HANDLERS = List.of(HANDLER, "handlers-2");
    private static final List<String> BOTH_PROJECTIONS = List.of(PROJECTION, "projections-2");

    public FaultCell {
        processes = List.copyOf(processes);
    }

    /**
     * Processes under one name.
     *
     * @param name such as {@code handler}; of one of two, the other takes over
     */
    private record Target(String name, List<String> processes) {}

    private static final List<Target> SINGLE = List.of(
            new Target("handler", List.of(HANDLER)),
            new Target("projection", List.of(PROJECTION)),
            new Target("edge", List.of(EDGE)),
            new Target("broker", List.of(BROKER)),
            new Target("registry", List.of(REGISTRY)));

    private static final List<Target> PAIRS = List.of(
            new Target("both-handlers", BOTH_HANDLERS),
            new Target("both-projections", BOTH_PROJECTIONS),
            new Target("handler-and-projection", List.of(HANDLER, PROJECTION)),
            new Target("handler-and-broker", List.of(HANDLER, BROKER)),
            new Target("edge-and-handler", List.of(EDGE, HANDLER)),
            new Target("edge-and-broker", List.of(EDGE, BROKER)),
            new Target("projection-and-broker", List.of(PROJECTION, BROKER)),
            new Target("broker-and-registry", List.of(BROKER, REGISTRY)));

    /** All that use the registry. */
    private static final List<String> SERVICES = List.of(HANDLER, "handlers-2", PROJECTION, "projections-2", EDGE);

    private static final List<FaultCell> ALL = make();

    /** Every cell, in the order in which a campaign runs them. */
    public static List<FaultCell> all() {
        return ALL;
    }

    private static List<FaultCell> make() {
        List<FaultCell> cells = new ArrayList<>();
        cells.add(new FaultCell("none", Fault.NONE, List.of()));
        for (ProcessFault fault : List.of(ProcessFault.KILL, ProcessFault.STOP, ProcessFault.FREEZE)) {
            SINGLE.forEach(target -> cells.add(of(target, fault)));
            PAIRS.forEach(target -> cells.add(of(target, fault)));
        }
        for (Mode mode : List.of(Mode.DROP, Mode.RESET, Mode.DELAY)) {
            SINGLE.stream()
                    .filter(FaultCell::isClient)
                    .forEach(target -> cells.add(new FaultCell(
                            target.name() + "-partition-" + lower(mode),
                            Partition.fromBroker(mode),
                            target.processes())));
        }
        for (Mode mode : List.of(Mode.DROP, Mode.RESET)) {
            cells.add(new FaultCell(REGISTRY + "-partition-" + lower(mode), Partition.fromRegistry(mode), SERVICES));
        }
        cells.add(new FaultCell("handler-offsets", new OffsetsDeleted(SplitStack.HANDLERS_GROUP), BOTH_HANDLERS));
        cells.add(new FaultCell(
                "projection-offsets", new OffsetsDeleted(SplitStack.PROJECTIONS_GROUP), BOTH_PROJECTIONS));
        cells.add(new FaultCell("stack-restart", ProcessFault.RESTART, List.of()));
        cells.add(new FaultCell("broker-disk-full", new DiskFull(), List.of(BROKER)));
        cells.add(new FaultCell("folder-copied", new FolderCopied(), List.of()));
        return List.copyOf(cells);
    }

    /** Whether it is the registry, be it cut off or dead, that this cell strikes alone. */
    public boolean isOfRegistry() {
        return name.startsWith(REGISTRY + '-');
    }

    /** Why it cannot be played on this machine, in a sentence; empty where it can. */
    public Optional<String> obstacle() {
        return fault.obstacle();
    }

    /** Whether it reaches the broker by its own settings. */
    private static boolean isClient(Target target) {
        return !target.processes().contains(BROKER) && !target.processes().contains(REGISTRY);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static FaultCell of(Target target, ProcessFault fault) {
        return new FaultCell(target.name() + '-' + lower(fault), fault, target.processes());
    }

    /**
     * A cell by its name.
     *
     * @throws BenchException when there is none, with the names of those that there are
     */
    public static FaultCell named(String name) {
        return all().stream()
                .filter(cell -> cell.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BenchException("There is no cell " + name + "; cells are "
                        + String.join(", ", all().stream().map(FaultCell::name).toList()) + '.'));
    }
}
