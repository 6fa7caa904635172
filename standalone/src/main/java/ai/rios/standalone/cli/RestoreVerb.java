package ai.rios.standalone.cli;

import ai.rios.standalone.backup.Restore;
import ai.rios.standalone.process.Installation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./rios restore}: makes a data folder of a backup, whole or with tenants as they were at a sequence. */
record RestoreVerb(Installation installation) implements Verb {
    private static final String AT = "--at";
    private static final Pattern POINT = Pattern.compile("([a-z0-9][a-z0-9-]{0,62})=([0-9]{1,18})");

    @Override
    public String name() {
        return "restore";
    }

    @Override
    public String summary() {
        return "make a data folder of a backup: ./rios restore FOLDER";
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "Every byte of the backup is checked first. The data folder must be empty or not there yet; it gets its name",
                "once it is whole. A sequence is the number of a tenant's event, as its history and X-RiOS-Position tell it.");
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.DATA,
                new Option(AT, "TENANT=SEQUENCE", "the tenant's events up to that one only; may be repeated"));
    }

    @Override
    public int mostWords() {
        return 1;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        Path source = arguments.folder("restore", "the folder of the backup");
        Map<String, Long> at = points(arguments.all(AT));
        Clusters.quiet();
        Restore.make(source, arguments.dataFolder(installation.home()), at, installation, out::println);
        return 0;
    }

    private static Map<String, Long> points(List<String> texts) {
        Map<String, Long> points = new HashMap<>();
        for (String text : texts) {
            Matcher matcher = POINT.matcher(text);
            if (!matcher.matches()) {
                throw new UsageException(AT + " must be a tenant and a sequence such as demo=42, was \"" + text + "\"");
            }
            if (points.put(matcher.group(1), Long.valueOf(matcher.group(2))) != null) {
                throw new UsageException(AT + " names the tenant " + matcher.group(1) + " twice");
            }
        }
        return points;
    }
}
