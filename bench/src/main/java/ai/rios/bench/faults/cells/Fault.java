package ai.rios.bench.faults.cells;

import ai.rios.bench.product.SplitStack;
import ai.rios.bench.product.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that is done to a stack under load. */
interface Fault {
    /** Nothing: what a cell without fault looks like. */
    Fault NONE = (_, _) -> {};

    /** What is undone whatever has happened meanwhile. */
    interface Undo extends AutoCloseable {
        @Override
        void close();
    }

    /** Why it cannot be done on this machine, in a sentence; empty where it can. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** What must be so before there is traffic. */
    default void prepare(SplitStack stack, List<String> processes) {}

    /**
     * Does it.
     *
     * @param processes whom it strikes, by their names in {@code ./rios status}
     */
    void strike(SplitStack stack, List<String> processes);

    /** From the strike to its end. */
    default Duration length() {
        return Duration.ZERO;
    }

    /** Ends it, where it does not end by itself. */
    default void mend(SplitStack stack, List<String> processes) {}

    /**
     * What there is to find out beside the history, when all has come to rest.
     *
     * @param restLimit for what it waits for itself
     */
    default Finding examine(SplitStack stack, List<Tenant> tenants, Duration restLimit) {
        return Finding.NONE;
    }

    /** Undoes what was prepared, when all has been looked at. */
    default void clear(SplitStack stack, List<String> processes) {}
}
