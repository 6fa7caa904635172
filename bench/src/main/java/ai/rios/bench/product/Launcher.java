package ai.rios.bench.product;

import ai.rios.bench.BenchException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
        return run(arguments, _ -> {});
    }

    /**
     * Runs a verb to its end.
     *
     * @param line told of each line on standard output as it comes
     * @return what it printed on standard output
     * @throws BenchException with what it printed, when it fails
     */
    public String run(List<String> arguments, Consumer<String> line) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("rios").toString());
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            StringBuilder printed = new StringBuilder();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            for (String read = output.readLine(); read != null; read = output.readLine()) {
                printed.append(read).append('\n');
                line.accept(read);
            }
            int status = process.waitFor();
            if (status != 0) {
                throw new BenchException(
                        "./rios " + String.join(" ", arguments) + " ended with " + status + ": " + printed);
            }
            return printed.toString();
        } catch (IOException e) {
            throw new BenchException("Cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while waiting for " + command, e);
        }
    }
}
