package ai.rios.standalone.cli;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.runtime.settings.Settings;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.data.FolderLock;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.settings.SettingSources;
import ai.rios.standalone.settings.StackSettings;
import ai.rios.standalone.split.Split;
import ai.rios.standalone.stack.Detached;
import ai.rios.standalone.stack.OneJvm;
import ai.rios.standalone.stack.Progress;
import ai.rios.standalone.stack.StackOptions;
import ai.rios.standalone.stack.StackPorts;
import ai.rios.standalone.stack.StackRun;
import ai.rios.standalone.stack.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code ./rios up}: starts the whole system and keeps it running. */
record UpVerb(Installation installation) implements Verb {
    /** As shells have it for what a Ctrl-C has ended: no stack was ever ready. */
    private static final int BROKEN_OFF = 130;

    private static final Port HTTP = new Port("--port", "HTTP edge", StackOptions.DEFAULT_HTTP_PORT);
    private static final Port KAFKA = new Port("--kafka-port", "broker", StackOptions.DEFAULT_KAFKA_PORT);
    private static final Port REGISTRY =
            new Port("--registry-port", "schema registry", StackOptions.DEFAULT_REGISTRY_PORT);

    /** One port that a stack listens on. */
    private record Port(String name, String ofWhat, int byDefault) {
        Option option() {
            return new Option(name, "N", "of the " + ofWhat + " (default " + byDefault + "; 0: any free)");
        }

        int in(Arguments arguments) {
            return arguments.port(name, byDefault);
        }
    }

    @Override
    public String name() {
        return "up";
    }

    @Override
    public String summary() {
        return "start the whole system: broker, registry, services; Ctrl-C stops it";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.DATA,
                new Option("--ephemeral", "", "throw-away data, deleted at the end"),
                HTTP.option(),
                KAFKA.option(),
                REGISTRY.option(),
                new Option("--detach", "", "return when it is ready; it goes on in the background"),
                new Option("--split", "", "every service a process of its own, two handlers and two projections"),
                new Option(
                        "--fsync",
                        "",
                        "have every record on the disk before it is acknowledged: it then survives also a loss of power"),
                new Option("--test-endpoints", "", "mount /test/echo for WebSocket conformance suites"),
                Option.CONFIG,
                Option.SET);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        // Here already, so that a word that nobody knows is told before anything is started.
        SettingSources settings = Option.settings(arguments);
        Settings read = Settings.read(StackSettings.all(), settings.file(), settings.environment(), settings.flags());
        // In one JVM too: what is good for no process of its own would be passed over in silence.
        StackSettings.refuseDecided(settings, Split.decided());
        StackSettings.refuseContradictions(read);
        StackOptions options = options(arguments, settings, read.get(StackSettings.FSYNC));
        if (arguments.has("--detach")) {
            return new Detached(options.data(), out).start(installation, words(options, arguments)) ? 0 : BROKEN_OFF;
        }
        Workload.Starter services = arguments.has("--split") ? Split::start : OneJvm::start;
        return new StackRun(options, installation, services, new Progress(out)).run() ? 0 : BROKEN_OFF;
    }

    /** The same command without {@code --detach}, with the folder spelled out. */
    private static List<String> words(StackOptions options, Arguments arguments) {
        List<String> words = new ArrayList<>(List.of(
                "--data=" + options.data(),
                "--port=" + options.ports().http(),
                "--kafka-port=" + options.ports().kafka(),
                "--registry-port=" + options.ports().registry()));
        if (options.ephemeral()) {
            words.add("--ephemeral");
        }
        if (arguments.has("--split")) {
            words.add("--split");
        }
        if (options.fsync()) {
            words.add("--fsync");
        }
        arguments
                .value(Option.CONFIG.name())
                .ifPresent(file -> words.add("--config=" + Path.of(file).toAbsolutePath()));
        arguments.all(Option.SET.name()).forEach(pair -> words.add("--set=" + pair));
        if (options.testEndpoints()) {
            words.add("--test-endpoints");
        }
        return words;
    }

    private StackOptions options(Arguments arguments, SettingSources settings, boolean fsyncIsSet) {
        requireDifferentPorts(arguments);
        boolean ephemeral = arguments.has("--ephemeral");
        StackPorts ports = new StackPorts(HTTP.in(arguments), KAFKA.in(arguments), REGISTRY.in(arguments));
        if (!runsAlready(arguments)) {
            ports.requireFree();
        }
        Path data = ephemeral ? throwAway(arguments) : arguments.dataFolder(installation.home());
        return new StackOptions(
                data,
                ephemeral,
                ports,
                arguments.has("--fsync") || fsyncIsSet,
                arguments.has("--test-endpoints"),
                settings);
    }

    /** Whether a stack has the folder: that it does is to be told, not that it has its ports. */
    private boolean runsAlready(Arguments arguments) {
        boolean isNew = arguments.has("--ephemeral")
                && arguments.value(Option.DATA.name()).isEmpty();
        return !isNew && FolderLock.isHeld(arguments.dataFolder(installation.home()));
    }

    private static void requireDifferentPorts(Arguments arguments) {
        Map<Integer, String> taken = new HashMap<>();
        for (Port port : List.of(HTTP, KAFKA, REGISTRY)) {
            int number = port.in(arguments);
            String other = number == 0 ? null : taken.put(number, port.name());
            if (other != null) {
                throw new UsageException(other + " and " + port.name() + " are both " + number
                        + "; each needs a port of its own (0 takes any free one)");
            }
        }
    }

    /** A named folder is thrown away only when nothing was in it before. */
    private Path throwAway(Arguments arguments) {
        try {
            if (arguments.value(Option.DATA.name()).isEmpty()) {
                return Files.createTempDirectory("rios-data-");
            }
            Path named = arguments.dataFolder(installation.home());
            OwnersFiles.makeFolder(named);
            try (var inside = Files.list(named)) {
                if (inside.anyMatch(file -> !file.endsWith("logs"))) {
                    throw new StandaloneException("--ephemeral deletes the data at the end, but " + named
                            + " is not empty; name a new folder or leave --data out.");
                }
            }
            return named;
        } catch (IOException failure) {
            throw new StandaloneException("Cannot make a folder for throw-away data: " + failure.getMessage(), failure);
        }
    }
}
