package ai.rios.libp2p.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A peer of another implementation, as a process that prints one JSON object a line. Stopped by its handle. */
final class ForeignPeer implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private ForeignPeer(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Whatever a command starts that prints such lines. */
    static ForeignPeer command(List<String> command) throws IOException {
        return new ForeignPeer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** What starts a main class of these tests in a process of its own; its words go behind. */
    static List<String> ours(Class<?> main) {
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName());
    }

    /** The next line, which is of this event. */
    String line(String event) throws IOException {
        String line = lines.readLine();
        if (line == null || !line.contains("\"event\":\"" + event + "\"")) {
            throw new IOException("expected " + event + ", came " + line);
        }
        return line;
    }

    /** Where it listens, which its next line tells; the first of several addresses. */
    String listening() throws IOException {
        return text(line("listening"), "addrs");
    }

    /** A text of a line; the first one where there are several. */
    static String text(String line, String key) {
        Matcher found = Pattern.compile("\"" + key + "\":\\[?\"([^\"]*)\"").matcher(line);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + key + " in " + line);
        }
        return found.group(1);
    }

    /** All texts of a list in a line. */
    static List<String> texts(String line, String key) {
        Matcher found = Pattern.compile("\"" + key + "\":\\[([^]]*)]").matcher(line);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + key + " in " + line);
        }
        return Pattern.compile("\"([^\"]*)\"")
                .matcher(found.group(1))
                .results()
                .map(text -> text.group(1))
                .toList();
    }

    /** Waits for its end. */
    int exitStatus() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
