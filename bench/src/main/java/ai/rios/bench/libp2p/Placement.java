package ai.rios.bench.libp2p;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the two processes of a pair run. Immutable.
 *
 * @param name in the figures
 * @param listenerCores as {@code taskset -c} takes them; empty where it is not pinned
 * @param dialerCores the same
 */
public record Placement(String name, String listenerCores, String dialerCores) {
    /** Both on the same core: nothing waits for another core to wake up. */
    public static final Placement ONE_CORE = new Placement("one core", "0", "0");

    /** Each on a core of its own. */
    public static final Placement TWO_CORES = new Placement("a core each", "0", "1");

    /** Both on the same two cores, as the kernel likes. */
    public static final Placement SHARED_CORES = new Placement("two cores", "0,1", "0,1");

    /** As the kernel likes. */
    public static final Placement ANYWHERE = new Placement("not pinned", "", "");

    /** Whether processes can be pinned to the cores 0 and 1 here. */
    public static boolean canPin() {
        return List.of("0", "1").stream()
                .allMatch(core ->
                        Command.run(List.of("taskset", "-c", core, "true")).isDone());
    }

    List<String> listener(List<String> command) {
        return pinned(listenerCores, command);
    }

    List<String> dialer(List<String> command) {
        return pinned(dialerCores, command);
    }

    private static List<String> pinned(String cores, List<String> command) {
        List<String> all = new ArrayList<>();
        if (!cores.isEmpty()) {
            all.addAll(List.of("taskset", "-c", cores));
        }
        all.addAll(command);
        return all;
    }
}
