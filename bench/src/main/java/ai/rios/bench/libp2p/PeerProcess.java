package ai.rios.bench.libp2p;

import ai.rios.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A peer as a process of its own, and its lines. Confined to one thread. */
final class PeerProcess implements AutoCloseable {
    /** How long a peer may say nothing where a line is due, beyond what it was asked to take; much more than any turn takes. */
    static final Duration SILENCE = Duration.ofMinutes(2);

    private static final long STOP_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Duration silence;
    private final BufferedReader lines;
    private final Writer input;

    private PeerProcess(String name, Process process, Duration silence) {
        this.name = name;
        this.process = process;
        this.silence = silence;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param name whose process it is and under which load, for those who read of its failure
     */
    static PeerProcess start(String name, List<String> command) {
        return start(name, command, SILENCE);
    }

    /** The same with another time than {@link #SILENCE}. */
    static PeerProcess start(String name, List<String> command, Duration silence) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // The launcher takes the JDK that runs the benchmark, and not one of its own choice.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            return new PeerProcess(name, builder.start(), silence);
        } catch (IOException e) {
            throw new BenchException("Cannot start " + command, e);
        }
    }

    /** Launcher and {@code taskset} become the peer, so it is the peer's own. */
    long pid() {
        return process.pid();
    }

    /**
     * Waits for the next line.
     *
     * @throws BenchException when it is another event, none comes within {@link #SILENCE}, or the process ended
     */
    PeerLine await(String event) {
        return await(event, Duration.ZERO);
    }

    /**
     * The same, from a peer that was asked to take some time for it.
     *
     * @param asked that time
     */
    PeerLine await(String event, Duration asked) {
        String text = readLine(event, asked.plus(silence));
        PeerLine line = PeerLine.parse(text);
        if (!line.text("event").equals(event)) {
            throw new BenchException(name + " was to say " + event + ", and said " + text);
        }
        return line;
    }

    /** Has a peer that runs its load by line run it once more. */
    PeerLine turn(String event) {
        try {
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            throw new BenchException(name + " ended before its next turn", e);
        }
        return await(event);
    }

    /** On a thread of its own, which ends at the latest when the process does. */
    private String readLine(String event, Duration limit) {
        FutureTask<String> reading = new FutureTask<>(lines::readLine);
        Thread.ofVirtual().name("peer-line").start(reading);
        try {
            String line = reading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new BenchException(name + " ended before it had said all.");
            }
            return line;
        } catch (TimeoutException e) {
            throw new BenchException(
                    name + " said nothing for " + limit.toMillis() / 1e3 + " s, where " + event + " was due", e);
        } catch (ExecutionException e) {
            throw new BenchException("Cannot read what is said by: " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while waiting for: " + name, e);
        }
    }

    /** Ends it by a signal; kills it after 10 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
