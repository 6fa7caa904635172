package ai.rios.bench.faults.cells;

import java.time.Duration;
import java.util.List;

/** What is done to processes of a stack. The stack's own supervision starts again what ends. */
public enum Fault {
    /** Nothing. */
    NONE(Duration.ZERO) {
        @Override
        void strike(SplitStack stack, List<String> processes) {
            // what a cell without fault looks like
        }
    },
    /** {@code kill -9}. */
    KILL(Duration.ZERO) {
        @Override
        void strike(SplitStack stack, List<String> processes) {
            processes.forEach(process -> stack.signal(process, "KILL"));
        }
    },
    /** An orderly stop. */
    STOP(Duration.ZERO) {
        @Override
        void strike(SplitStack stack, List<String> processes) {
            processes.forEach(process -> stack.signal(process, "TERM"));
        }
    },
    /**
     * {@code SIGSTOP}, and {@code SIGCONT} when every timeout is over: sessions and transactions (3 s), the wait for an outcome (30 s).
     */
    FREEZE(Duration.ofSeconds(35)) {
        @Override
        void strike(SplitStack stack, List<String> processes) {
            processes.forEach(process -> stack.signal(process, "STOP"));
        }

        @Override
        void mend(SplitStack stack, List<String> processes) {
            processes.forEach(process -> stack.signal(process, "CONT"));
        }
    },
    /** The whole stack is stopped in order and started again. */
    RESTART(Duration.ZERO) {
        @Override
        void strike(SplitStack stack, List<String> processes) {
            stack.down();
        }

        @Override
        void mend(SplitStack stack, List<String> processes) {
            stack.up();
        }
    };

    private final Duration length;

    Fault(Duration length) {
        this.length = length;
    }

    /** From the strike to its end. */
    Duration length() {
        return length;
    }

    /** Does it. */
    abstract void strike(SplitStack stack, List<String> processes);

    /** Ends it, where it does not end by itself. */
    void mend(SplitStack stack, List<String> processes) {
        // it ends by itself
    }
}
