package ai.rios.bench.product;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the launcher's verbs, as a user does. Confined to one thread.
 *
 * @param home the checkout's root
 */
public record Launcher(Path home) {
    /**
     * Runs a verb to its end.
     *
     * @return what it printed on standard output
     * @throws BenchException with what it printed, when it fails
     */
    public String run(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("rios").toString());
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new BenchException(
                        "./rios " + String.join(" ", arguments) + " ended with " + status + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new BenchException("Cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while waiting for " + command, e);
        }
    }
}
