package ai.rios.standalone.stack;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.runtime.process.Deadline;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import ai.rios.standalone.process.Installation;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts a stack in the background and shows its progress until it is ready or has failed. The stack is a process of its own,
 * deaf to Ctrl-C and to the end of the terminal; {@code down} stops it. Used once, by one thread.
 */
public final class Detached {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 50;

    /** Set in the environment of the stack in the background. */
    private static final String MARK = "BACKBONE_DETACHED";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** How a failed command says why, see {@link ai.rios.standalone.cli.CommandLine}. */
    private static final String REASON = "rios: ";

    private final Path data;
    private final PrintStream out;
    private long shownBytes;
    private String reason = "";

    /** Set by the shutdown hook, read by the thread that waits for the stack. Guarded by this object, so that none is launched later. */
    private boolean brokenOff;

    /** Guarded by this object. */
    private @Nullable Process launched;

    /** Will show progress on {@code out}. */
    public Detached(Path data, PrintStream out) {
        this.data = data;
        this.out = out;
    }

    /** Whether this process is a stack in the background. */
    static boolean isThisProcess() {
        return System.getenv(MARK) != null;
    }

    /**
     * Runs {@code up} with {@code words} in the background; returns when the stack is ready. A Ctrl-C before that stops it.
     *
     * @return whether it is; false when the start was broken off
     * @throws StandaloneException with the stack's own reason when it cannot be
     */
    public boolean start(Installation installation, List<String> words) {
        Path console = data.resolve("logs").resolve("up.out");
        shownBytes = console.toFile().length();
        Thread waiting = Thread.currentThread();
        Thread hook = Thread.ofPlatform().name("break-off").unstarted(() -> breakOff(waiting));
        // Before there is anything to break off: a signal in between would leave a stack behind.
        Runtime.getRuntime().addShutdownHook(hook);
        Process stack = launchUnlessBrokenOff(installation, words, console);
        if (stack == null) {
            return false;
        }
        awaitReady(stack, console);
        show(console);
        if (isBrokenOff() || !isRemoved(hook)) {
            stack.onExit().join();
            show(console);
            return false;
        }
        out.println("It goes on in the background; stop it with ./rios down --data " + data);
        return true;
    }

    private void awaitReady(Process stack, Path console) {
        StackStateFile state = new StackStateFile(data);
        Deadline deadline = Deadline.after(LIMIT);
        while (!isReady(state.lastWritten(), stack.pid())) {
            boolean ended = hasEnded(stack);
            show(console);
            if (ended && isBrokenOff()) {
                return;
            }
            if (ended) {
                throw new StandaloneException(
                        reason.isEmpty() ? "The stack ended while starting; see " + console + "." : reason);
            }
            if (deadline.isOver()) {
                stack.destroy();
                throw new StandaloneException("The stack was not ready after " + LIMIT.toSeconds()
                        + " s and is being stopped; see " + console + ".");
            }
        }
    }

    /** In the hook: the stack is deaf to the Ctrl-C itself, and is not to go on half-started behind the person's back. */
    private void breakOff(Thread waiting) {
        Process stack;
        synchronized (this) {
            brokenOff = true;
            stack = launched;
        }
        if (stack == null) {
            return;
        }
        stack.destroy();
        try {
            if (!stack.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                out.println("rios: The stack has not stopped within " + STOP_LIMIT.toSeconds() + " s.");
                return;
            }
            // It shows the last words and ends the process; an end of this hook would end it first.
            waiting.join(LAST_WORDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isBrokenOff() {
        return brokenOff;
    }

    private synchronized @Nullable Process launchUnlessBrokenOff(
            Installation installation, List<String> words, Path console) {
        if (!brokenOff) {
            launched = launch(installation, words, console);
        }
        return launched;
    }

    /** False when the hook runs already: then the stack is being stopped, ready or not. */
    private static boolean isRemoved(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
    }

    private static Process launch(Installation installation, List<String> words, Path console) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        command.addAll(
                installation.serviceCommand("ai.rios.standalone.Main", "services", Installation.STACK_HEAP_MEBIBYTES));
        command.add("up");
        command.addAll(words);
        try {
            OwnersFiles.secure(console); // it takes the banner's token
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put(MARK, "true");
            return builder.redirectErrorStream(true)
                    // The folder may be a running stack's, whose console this is.
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                    .redirectInput(new File("/dev/null"))
                    .start();
        } catch (IOException failure) {
            throw new StandaloneException(
                    "Cannot start a stack in the background: " + failure.getMessage() + ".", failure);
        }
    }

    /** The file may be an earlier stack's; its first process tells. */
    private static boolean isReady(StackState state, long pid) {
        return state.state().equals("ready")
                && state.processes().stream().map(ProcessEntry::pid).findFirst().orElse(0L) == pid;
    }

    private static boolean hasEnded(Process stack) {
        try {
            return stack.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StandaloneException("Interrupted; the stack goes on in the background.", interrupted);
        }
    }

    /** Copies what is new and whole lines; the reason of a failure is kept for the exception. */
    private void show(Path console) {
        try (RandomAccessFile file = new RandomAccessFile(console.toFile(), "r")) {
            file.seek(shownBytes);
            byte[] fresh = new byte[(int) Math.min(file.length() - shownBytes, 1 << 20)];
            file.readFully(fresh);
            int whole = new String(fresh, StandardCharsets.ISO_8859_1).lastIndexOf('\n') + 1;
            shownBytes += whole;
            new String(fresh, 0, whole, StandardCharsets.UTF_8).lines().forEach(this::showLine);
        } catch (IOException failure) {
            throw new StandaloneException("Cannot read " + console + ": " + failure.getMessage() + ".", failure);
        }
    }

    private void showLine(String line) {
        if (line.startsWith(REASON)) {
            reason = line.substring(REASON.length());
        } else {
            out.println(line);
        }
    }
}
