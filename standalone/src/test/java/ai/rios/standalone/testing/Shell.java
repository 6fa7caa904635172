package ai.rios.standalone.testing;

import ai.rios.standalone.cli.CommandLine;
import ai.rios.standalone.process.Installation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs command lines of the launcher within this JVM, and keeps what they print. Confined to one thread. */
public final class Shell {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs one for the checkout at {@code home}, and returns its exit status; what earlier ones printed is forgotten. */
    public int run(Path home, String... args) {
        out.reset();
        err.reset();
        return new CommandLine(new Installation(home))
                .run(
                        args,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** What the last one printed on standard output. */
    public String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What the last one printed on standard error. */
    public String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
