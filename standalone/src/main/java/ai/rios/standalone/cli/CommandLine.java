package ai.rios.standalone.cli;

import ai.rios.runtime.settings.SettingsException;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.registry.SchemaRefusedException;
import ai.rios.schemas.topics.TopicsApplyException;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.process.Installation;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a command line and runs its verb. Exit status: 0 done, 1 refused or failed with one sentence on standard error,
 * 2 not understood, 3 ({@code status}) nothing runs. Immutable.
 */
public final class CommandLine {
    private static final int FAILED = 1;
    private static final int NOT_UNDERSTOOD = 2;

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
                new ConfigVerb(),
                new DoctorVerb(installation, System.getenv().getOrDefault("PATH", "")));
    }

    /** Runs {@code args} and returns the exit status. */
    public int run(String[] args, PrintStream out, PrintStream err) {
        try {
            return run(Arrays.asList(args), out);
        } catch (UsageException problem) {
            err.println("rios: " + problem.getMessage());
            return NOT_UNDERSTOOD;
        } catch (StandaloneException
                | SettingsException
                | TopicsApplyException
                | SchemaRefusedException
                | SchemasUnavailableException problem) {
            err.println("rios: " + problem.getMessage());
            return FAILED;
        } catch (RuntimeException unforeseen) {
            err.println("rios: " + Unforeseen.sentence(unforeseen));
            return FAILED;
        }
    }

    private int run(List<String> args, PrintStream out) {
        String name = args.isEmpty() ? "help" : args.getFirst();
        List<String> rest = args.isEmpty() ? List.of() : args.subList(1, args.size());
        if (name.equals("help")) {
            Help.print(verbs, rest, out);
            return 0;
        }
        if (name.equals(TrainVerb.NAME)) {
            // The launcher's own step, no verb for people.
            return new TrainVerb(installation).run(out);
        }
        Verb verb = find(verbs, name);
        if (rest.contains("--help")) {
            Help.print(verbs, List.of(name), out);
            return 0;
        }
        return verb.run(Arguments.parse(name, verb.options(), verb.mostWords(), rest), out);
    }

    static Verb find(List<Verb> verbs, String name) {
        return verbs.stream()
                .filter(verb -> verb.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no verb \"" + name + "\"; see ./rios help"));
    }
}
