package ai.rios.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The commit that is measured. */
final class Revision {
    private static final String UNKNOWN = "unknown";

    private Revision() {}

    /** The short id of the checkout's commit, with {@code +} when files differ from it; {@code unknown} outside git. */
    static String of(Path home) {
        try {
            Process process = new ProcessBuilder("git", "describe", "--always", "--dirty=+", "--exclude=*")
                    .directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? printed : UNKNOWN;
        } catch (IOException noGit) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while asking git for the commit", e);
        }
    }
}
