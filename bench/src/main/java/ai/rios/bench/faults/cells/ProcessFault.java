package ai.rios.bench.faults.cells;

import ai.rios.bench.product.SplitStack;
import java.time.Duration;
import java.util.List;

/** What is done to processes of a stack. The stack's own supervision starts again what ends. */
enum ProcessFault implements Fault {
    /** {@code kill -9}. */
    KILL(Duration.ZERO) {
        @Override
        public void strike(SplitStack stack, List<String> processes) {
            processes.forEach(process -> stack.signal(process, "KILL"));
        }
    },
    /** An orderly stop. */
    STOP(Duration.ZERO) {
        @Override
        public void strike(SplitStack stack, List<String> processes) {
            processes.forEach(process -> stack.signal(process, "TERM"));
        }
    },
    /**
     * {@code SIGSTOP}, and {@code SIGCONT} when every timeout is over: sessions and transactions (3 s), the wait for an outcome (30 s), and the
     * campaign's own clients (40 s), so that who had asked before it has given up.
     */
    FREEZE(Duration.ofSeconds(45)) {
        @Override
        public void strike(SplitStack stack, List<String> processes) {
            processes.forEach(process -> stack.signal(process, "STOP"));
        }

        @Override
        public void mend(SplitStack stack, List<String> processes) {
            processes.forEach(process -> stack.signal(process, "CONT"));
        }
    },
    /** The whole stack is stopped in order and started again. */
    RESTART(Duration.ZERO) {
        @Override
        public void strike(SplitStack stack, List<String> processes) {
            stack.down();
        }

        @Override
        public void mend(SplitStack stack, List<String> processes) {
            stack.up();
        }
    };

    private final Duration length;

    ProcessFault(Duration length) {
        this.length = length;
    }

    @Override
    public Duration length() {
        return length;
    }
}
