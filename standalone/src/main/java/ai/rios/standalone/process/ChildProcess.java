package ai.rios.standalone.process;

import ai.rios.runtime.process.Deadline;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.ProcessEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A child of this process that ends when its standard input closes, and so when this process dies, however it dies.
 * Thread-safe.
 */
public final class ChildProcess {
    private static final long POLL_MILLIS = 50;

    private final String name;
    private final Process process;
    private final Path console;

    private ChildProcess(String name, Process process, Path console) {
        this.name = name;
        this.process = process;
        this.console = console;
    }

    /**
     * Starts a child.
     *
     * @param name what people call it; used in messages
     * @param command program and arguments
     * @param environment added to this process's own
     * @param console takes standard output and error; overwritten at each start
     * @throws StandaloneException when the program cannot be run or the file not be written
     */
    public static ChildProcess start(String name, List<String> command, Map<String, String> environment, Path console) {
        try {
            Files.createDirectories(console.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(sheltered(command))
                    .redirectErrorStream(true)
                    .redirectOutput(console.toFile())
                    .redirectInput(ProcessBuilder.Redirect.PIPE);
            // Settings reach a child by its file; names meant for another service would be refused.
            builder.environment().keySet().removeIf(variable -> variable.startsWith("RIOS_"));
            builder.environment().putAll(environment);
            return new ChildProcess(name, builder.start(), console);
        } catch (IOException failure) {
            throw new StandaloneException("Cannot start the " + name + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * A terminal sends Ctrl-C to parent and children alike; the children are to stop when the parent says so, in its order.
     * A signal that is ignored before {@code exec} stays ignored in a JVM.
     */
    private static List<String> sheltered(List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        words.addAll(command);
        return words;
    }

    /** What people call it. */
    public String name() {
        return name;
    }

    /** The operating system's id of it. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What {@code status} says of it. */
    public ProcessEntry entry() {
        return new ProcessEntry(name, pid(), isAlive() ? "running" : "stopped");
    }

    /** The file that holds what it prints. */
    public Path console() {
        return console;
    }

    /** Waits until it has ended. */
    void join() {
        process.onExit().join();
    }

    /**
     * Waits until {@code ready} says yes, asking every {@value #POLL_MILLIS} ms.
     *
     * @return false when the limit has passed or the child has ended
     */
    public boolean await(BooleanSupplier ready, Duration limit) {
        Deadline deadline = Deadline.after(limit);
        while (!ready.getAsBoolean()) {
            if (ended(Duration.ofMillis(POLL_MILLIS)) || deadline.isOver()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Asks it to end by closing its input, waits at most {@code limit}, then kills it. Idempotent. Interrupts are put off: who
     * interrupts a start wants its end, and a stop that gave up would leave a child behind.
     */
    public void stop(Duration limit) {
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // The pipe breaks when the child is dead already, which is what is wanted.
            kill();
        }
        if (!endsWithin(Installation.stopLimit(limit))) {
            kill();
        }
    }

    private boolean endsWithin(Duration limit) {
        Deadline deadline = Deadline.after(limit);
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return process.waitFor(deadline.left());
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Kills it at once, as {@code kill -9} would, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            // The flag stays cleared: what follows is the orderly stop, whose waits must work.
            throw new StandaloneException("Interrupted while waiting for the " + name + ".", interrupted);
        }
    }
}
