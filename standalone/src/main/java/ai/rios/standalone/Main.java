package ai.rios.standalone;

import ai.rios.standalone.cli.CommandLine;
import ai.rios.standalone.process.Installation;

/** The launcher's Java part; {@code ./rios} finds the JDK, builds, and comes here. */
public final class Main {
    private Main() {}

    /** Runs one verb. Halts at the end, so that what a verb has not stopped by its own order is not stopped by another. */
    public static void main(String[] args) {
        int status = new CommandLine(Installation.locate()).run(args, System.out, System.err);
        System.out.flush();
        System.err.flush();
        if (Installation.isTraining()) {
            // A halted JVM writes no cache.
            System.exit(status);
        }
        Runtime.getRuntime().halt(status);
    }
}
