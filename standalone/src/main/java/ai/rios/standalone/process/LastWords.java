package ai.rios.standalone.process;

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

    /** Why {@code child} did not get ready; {@code files} are looked through in order. */
    static String ofStart(ChildProcess child, List<Path> files, Duration limit) {
        String what = child.isAlive()
                ? "The " + child.name() + " was not ready after " + limit.toSeconds() + " s"
                : "The " + child.name() + " ended while starting";
        return sentence(what, child, files);
    }

    private static String sentence(String what, ChildProcess child, List<Path> files) {
        return what + reason(files) + "; see " + child.console().getParent() + ".";
    }

    private static String reason(List<Path> files) {
        for (Path file : files) {
            List<String> telling = tellingLines(file);
            if (telling.stream().anyMatch(line -> line.contains("No space left"))) {
                return ": no space left on the disk; make room and start again, nothing acknowledged is lost";
            }
            if (!telling.isEmpty()) {
                String last = telling.getLast().strip();
                return ": " + last.substring(0, Math.min(LONGEST, last.length()));
            }
        }
        return "";
    }

    private static List<String> tellingLines(Path file) {
        try {
            // A child's file may hold half a character where it was killed: read as Latin-1, which never fails.
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> TELLING.matcher(line).find())
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
