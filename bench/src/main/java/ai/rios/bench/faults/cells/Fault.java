package ai.rios.bench.faults.cells;

import java.time.Duration;
import java.util.List;

/** Something that is done to a stack under load. */
interface Fault {
    /** Nothing: what a cell without fault looks like. */
    Fault NONE = (_, _) -> {};

    /** What is undone whatever has happened meanwhile. */
    interface Undo extends AutoCloseable {
        @Override
        void close();
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

    /** Undoes what was prepared, when all has been looked at. */
    default void clear(SplitStack stack, List<String> processes) {}
}
