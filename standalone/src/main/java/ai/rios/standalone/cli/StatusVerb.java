package ai.rios.standalone.cli;

import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code ./rios status}: what runs on a data folder. */
record StatusVerb(Path home) implements Verb {
    /** As service managers have it: the thing asked about does not run. */
    private static final int NOT_RUNNING = 3;

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String summary() {
        return "say what runs on a data folder: addresses and every process";
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "Exit status: 0 a stack is starting, ready, stopping or failed and still there (\"state\" tells);"
                        + " 3 none is: \"stopped\".");
    }

    @Override
    public List<Option> options() {
        return List.of(Option.DATA, new Option("--json", "", "for scripts"));
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        StackState state = new StackStateFile(arguments.dataFolder(home)).read();
        if (arguments.has("--json")) {
            out.println(StackStateFile.print(state));
        } else {
            print(state, out);
        }
        return state.state().equals("stopped") ? NOT_RUNNING : 0;
    }

    private static void print(StackState state, PrintStream out) {
        out.printf("%-10s %s%n", "state", state.state());
        out.printf("%-10s %s%n", "data", Arguments.shown(Path.of(state.dataDir())));
        if (!state.http().isEmpty()) {
            out.printf("%-10s %s%n", "http", state.http());
            out.printf("%-10s %s%n", "kafka", state.kafka());
            out.printf("%-10s %s%n", "registry", state.registry());
        }
        if (!state.reason().isEmpty()) {
            out.printf("%-10s %s%n", "reason", state.reason());
        }
        if (!state.blockedTenants().isEmpty()) {
            out.printf("%-10s %s%n", "blocked", "views of tenants " + String.join(", ", state.blockedTenants()));
        }
        for (ProcessEntry process : state.processes()) {
            out.printf("%-14s %8d  %s%n", process.name(), process.pid(), process.state());
        }
    }
}
