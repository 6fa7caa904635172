package ai.rios.standalone.process;

import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Finds in a child's files why it did not start, so that the person gets one sentence and a file to open. */
final class LastWords {
    private static final Pattern TELLING =
            Pattern.compile("ERROR|FATAL|Exception|No space left|Address already in use|in use");
    private static final int LONGEST = 300;

    private LastWords() {}

    /** The failure to throw for {@code child}; {@code files} are looked through in order. */
    static StandaloneException failure(ChildProcess child, List<Path> files, Duration limit) {
        String what = child.isAlive()
                ? "The " + child.name() + " was not ready after " + limit.toSeconds() + " s"
                : "The " + child.name() + " ended while starting";
        return new StandaloneException(
                what + reason(files) + "; see " + child.console().getParent() + ".");
    }

    private static String reason(List<Path> files) {
        for (Path file : files) {
            String line = tellingLine(file);
            if (!line.isEmpty()) {
                return ": " + line;
            }
        }
        return "";
    }

    private static String tellingLine(Path file) {
        try {
            // A child's file may hold half a character where it was killed: read as Latin-1, which never fails.
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return lines.stream()
                    .filter(line -> TELLING.matcher(line).find())
                    .reduce((_, last) -> last)
                    .map(line -> line.strip()
                            .substring(0, Math.min(LONGEST, line.strip().length())))
                    .orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }
}
