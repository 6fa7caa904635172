package ai.rios.standalone.cli;

import ai.rios.runtime.settings.SettingsException;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.registry.RegistryException;
import ai.rios.schemas.registry.SchemaRefusedException;
import ai.rios.schemas.topics.TopicsApplyException;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.process.Installation;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads a command line and runs its verb. Exit status: 0 done, 1 refused or failed with one sentence on standard error,
 * 2 not understood or set to what cannot be, 3 ({@code status}) nothing runs. Immutable.
 */
public final class CommandLine {
    private static final int FAILED = 1;
    private static final int NOT_UNDERSTOOD = 2;

    /** Wherever they stand, they ask for help. */
    private static final Set<String> HELP = Set.of("--help", "-h");

    private final Installation installation;
    private final List<Verb> verbs;

    /** All verbs, for the checkout at {@code installation}. */
    public CommandLine(Installation installation) {
        this.installation = installation;
        this.verbs = List.of(
                new UpVerb(installation),
                new StatusVerb(installation.home()),
                new DownVerb(installation.home()),
                new TokenVerb(installation.home()),
                new TopicsVerb(),
                new RebuildVerb(installation.home()),
                new BackupVerb(installation, InstantSource.system()),
                new RestoreVerb(installation),
                new ConfigVerb(System.getenv()),
                new PeerVerb(),
                new DoctorVerb(installation, System.getenv().getOrDefault("PATH", "")));
    }

    /** Runs {@code args} and returns the exit status. */
    public int run(String[] args, PrintStream out, PrintStream err) {
        try {
            return run(Arrays.asList(args), out, err);
        } catch (UsageException problem) {
            err.println("rios: " + problem.getMessage());
            return NOT_UNDERSTOOD;
        } catch (StandaloneException
                | TopicsApplyException
                | RegistryException
                | SchemaRefusedException
                | SchemasUnavailableException problem) {
            err.println("rios: " + problem.getMessage());
            return FAILED;
        } catch (RuntimeException unforeseen) {
            err.println("rios: " + Unforeseen.sentence(unforeseen));
            return FAILED;
        }
    }

    private int run(List<String> args, PrintStream out, PrintStream err) {
        List<String> words = args.stream().filter(word -> !HELP.contains(word)).toList();
        String name = words.isEmpty() ? "help" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        if (name.equals("help")) {
            Help.print(verbs, rest, out);
            return 0;
        }
        if (words.size() < args.size()) {
            Help.print(verbs, List.of(name), out);
            return 0;
        }
        if (name.equals(TrainVerb.NAME)) {
            // The launcher's own step, no verb for people.
            return new TrainVerb(installation).run(out);
        }
        Verb verb = find(verbs, name);
        try {
            return verb.run(Arguments.parse(name, verb.options(), verb.mostWords(), rest), out);
        } catch (UsageException | SettingsException problem) {
            verb.refuse(problem, out, err);
            return NOT_UNDERSTOOD;
        }
    }

    static Verb find(List<Verb> verbs, String name) {
        return verbs.stream()
                .filter(verb -> verb.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no verb \"" + name + "\"; see ./rios help"));
    }
}
