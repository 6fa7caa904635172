package ai.rios.libp2p.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes what was spoken with another implementation as a table: to {@code target/interop/NAME.md}, and with
 * {@code -Dinterop.write} also between the two marks of that name in {@code docs/interop.md}.
 */
final class Matrix implements TestWatcher, AfterAllCallback {
    private static final Path DOCS = Path.of("../docs/interop.md");

    private final String name;
    private String versions = "";
    private final Map<String, String> rows = new ConcurrentSkipListMap<>();

    Matrix(String name) {
        this.name = name;
    }

    /** What was spoken with, as it says itself. */
    void versions(String text) {
        versions = text;
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        rows.put(claim(context), "yes");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        rows.put(claim(context), "**no**");
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        rows.put(claim(context), "skipped");
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        rows.put(claim(context), "skipped");
    }

    /** The method's name as words, and which one of its examples. */
    private static String claim(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String words = method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        return context.getDisplayName().startsWith(method)
                ? words
                : words + ": " + context.getDisplayName().replace("\"", "");
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        StringBuilder table = new StringBuilder();
        if (!versions.isEmpty()) {
            table.append("Spoken with ").append(versions).append(".\n\n");
        }
        table.append("| what | spoken |\n| --- | --- |\n");
        rows.forEach((claim, result) ->
                table.append("| ").append(claim).append(" | ").append(result).append(" |\n"));
        Path report = Path.of("target/interop", name + ".md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, table);
        if (System.getProperty("interop.write") != null) {
            write(table.toString());
        }
    }

    private void write(String table) throws IOException {
        String page = Files.readString(DOCS);
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        Files.writeString(DOCS, page.substring(0, from) + table + page.substring(page.indexOf(end)));
    }
}
