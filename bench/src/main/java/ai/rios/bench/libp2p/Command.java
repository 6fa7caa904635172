package ai.rios.bench.libp2p;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command that is run to its end. Stateless. */
final class Command {
    private Command() {}

    /**
     * What a command that ended said.
     *
     * @param status exit status; 0 is done
     * @param said standard output and error
     */
    record Result(int status, String said) {
        boolean isDone() {
            return status == 0;
        }

        String lastLine() {
            return said.lines().reduce("", (_, last) -> last);
        }
    }

    static Result run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), said);
        } catch (IOException e) {
            // The program is not there.
            return new Result(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while waiting for " + command, e);
        }
    }

    /**
     * Runs what cannot fail where the benchmark can run at all.
     *
     * @throws BenchException with what it said, when it fails
     */
    static void must(List<String> command) {
        Result result = run(command);
        if (!result.isDone()) {
            throw new BenchException(command + " failed: " + result.lastLine());
        }
    }
}
