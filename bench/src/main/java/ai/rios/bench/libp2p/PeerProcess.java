package ai.rios.bench.libp2p;

import ai.rios.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A peer as a process of its own, and its lines. Confined to one thread. */
final class PeerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 10;

    private final Process process;
    private final BufferedReader lines;
    private final Writer input;

    private PeerProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    static PeerProcess start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // The launcher takes the JDK that runs the benchmark, and not one of its own choice.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            return new PeerProcess(builder.start());
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
     * @throws BenchException when it is another event, or the process ended
     */
    PeerLine await(String event) {
        String text = readLine();
        PeerLine line = PeerLine.parse(text);
        if (!line.text("event").equals(event)) {
            throw new BenchException("A peer was to say " + event + ", and said " + text);
        }
        return line;
    }

    /** Has a peer that runs its load by line run it once more. */
    PeerLine turn(String event) {
        try {
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            throw new BenchException("A peer ended before its next turn", e);
        }
        return await(event);
    }

    private String readLine() {
        try {
            String line = lines.readLine();
            if (line == null) {
                throw new BenchException("A peer ended before it had said all.");
            }
            return line;
        } catch (IOException e) {
            throw new BenchException("Cannot read what a peer says", e);
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
