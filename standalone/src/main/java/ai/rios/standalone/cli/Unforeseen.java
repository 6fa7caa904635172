package ai.rios.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A failure that no part has words for: one sentence at the terminal, the trace in a file. Stateless. */
final class Unforeseen {
    private Unforeseen() {}

    /** Keeps the trace and says where it is. */
    static String sentence(RuntimeException failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        String what = failure.toString().lines().findFirst().orElse("");
        try {
            Path log = Files.createTempFile("rios-failure-", ".log");
            Files.writeString(log, trace.toString());
            return "This failed in a way that was not foreseen (" + what + "); the trace is in " + log + ".";
        } catch (IOException unwritable) {
            // Better a trace at the terminal than none.
            return "This failed in a way that was not foreseen, and no file can be written (" + unwritable.getMessage()
                    + "): " + trace;
        }
    }
}
