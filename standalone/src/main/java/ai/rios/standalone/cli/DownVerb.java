package ai.rios.standalone.cli;

import ai.rios.runtime.process.Deadline;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.FolderLock;
import ai.rios.standalone.data.LiveProcess;
import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** {@code ./rios down}: stops the stack on a data folder, in order. */
record DownVerb(Path home) implements Verb {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    @Override
    public String name() {
        return "down";
    }

    @Override
    public String summary() {
        return "stop the stack on a data folder, in order";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.DATA);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        Path folder = arguments.dataFolder(home);
        StackState state = new StackStateFile(folder).read();
        if (state.state().equals("stopped")) {
            out.println("nothing runs on " + Arguments.shown(folder));
            return 0;
        }
        ProcessHandle stack = handleOf(state, folder);
        stack.destroy();
        if (!awaitUntil(() -> !FolderLock.isHeld(folder)) || !awaitUntil(() -> !LiveProcess.isAlive(stack.pid()))) {
            throw new StandaloneException("The stack on " + folder + " did not stop within " + LIMIT.toSeconds()
                    + " s; its processes are listed by ./rios status --data " + folder + ".");
        }
        out.println("stopped " + folder);
        return 0;
    }

    /** The first process holds the folder's lock and stops the others; the lock is held, so the id is still its own. */
    private static ProcessHandle handleOf(StackState state, Path folder) {
        return state.processes().stream()
                .findFirst()
                .map(ProcessEntry::pid)
                .flatMap(ProcessHandle::of)
                .orElseThrow(() -> new StandaloneException("A stack is just starting on " + folder + "; try again."));
    }

    /** The lock goes a moment before the process does. */
    private static boolean awaitUntil(BooleanSupplier ended) {
        Deadline deadline = Deadline.after(LIMIT);
        while (!ended.getAsBoolean()) {
            if (deadline.isOver()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
