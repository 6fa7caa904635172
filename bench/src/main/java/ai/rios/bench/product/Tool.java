package ai.rios.bench.product;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs of the machine to their end. Stateless. */
final class Tool {
    private Tool() {}

    /**
     * Runs one that must end well.
     *
     * @return what it printed
     */
    static String run(String... command) {
        Ended ended = end(command);
        if (ended.status() != 0) {
            throw new BenchException(List.of(command) + " ended with " + ended.status() + ": " + ended.printed());
        }
        return ended.printed();
    }

    /** Runs one and returns its exit status. */
    static int status(String... command) {
        return end(command).status();
    }

    private record Ended(int status, String printed) {}

    private static Ended end(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), printed);
        } catch (IOException e) {
            throw new BenchException("Cannot run " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while waiting for " + command[0], e);
        }
    }
}
