package ai.rios.standalone.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What {@code ./rios help} and {@code ./rios help VERB} print. Stateless. */
final class Help {
    /** Verbs that the launcher itself runs, with their summaries. */
    private static final List<String[]> LAUNCHER_VERBS = List.of(
            new String[] {"build", "build what is not built: jars, class paths, start-up caches"},
            new String[] {
                "test",
                "run every test; ./rios test fast: those that start no server process; test fuzz [SECONDS [SEED]]"
            },
            new String[] {"bench", "measure against the floors; ./rios bench help says what there is"},
            new String[] {"help", "list the verbs; ./rios help VERB: the options of one, also ./rios VERB --help"});

    private Help() {}

    static void print(List<Verb> verbs, List<String> words, PrintStream out) {
        if (words.isEmpty()) {
            printAll(verbs, out);
            return;
        }
        String name = words.getFirst();
        for (String[] verb : LAUNCHER_VERBS) {
            if (verb[0].equals(name)) {
                out.println("./rios " + name + "\n  " + verb[1]);
                return;
            }
        }
        printOne(CommandLine.find(verbs, name), out);
    }

    private static void printAll(List<Verb> verbs, PrintStream out) {
        out.println("RiOS Backbone: ./rios VERB [options]");
        out.println();
        List<String[]> lines = new ArrayList<>();
        verbs.forEach(verb -> lines.add(new String[] {verb.name(), verb.summary()}));
        lines.addAll(LAUNCHER_VERBS);
        lines.forEach(line -> out.printf("  %-10s %s%n", line[0], line[1]));
    }

    private static void printOne(Verb verb, PrintStream out) {
        out.println("./rios " + verb.name() + (verb.options().isEmpty() ? "" : " [options]"));
        out.println("  " + verb.summary());
        verb.remarks().forEach(remark -> out.println("  " + remark));
        int width = verb.options().stream()
                .mapToInt(option -> named(option).length())
                .max()
                .orElse(0);
        for (Option option : verb.options()) {
            String name = named(option);
            for (String line : option.meaning().lines().toList()) {
                out.printf("  %-" + width + "s  %s%n", name, line);
                name = "";
            }
        }
    }

    private static String named(Option option) {
        return (option.name() + " " + option.value()).strip();
    }
}
