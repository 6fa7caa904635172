package ai.rios.standalone.cli;

import ai.rios.standalone.backup.Backup;
import ai.rios.standalone.process.Installation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** {@code ./rios backup}: takes a backup of a stack, whether it runs or not. */
record BackupVerb(Installation installation, InstantSource clock) implements Verb {
    @Override
    public String name() {
        return "backup";
    }

    @Override
    public String summary() {
        return "back a stack up into a new folder, while it runs or not: ./rios backup FOLDER";
    }

    @Override
    public List<String> remarks() {
        return List.of(
                "The folder must be empty or not there yet; it gets its name once the backup is whole. It holds the stack's",
                "keys beside all tenants' data, and is its owner's alone. Of a running stack it holds what was decided by then.");
    }

    @Override
    public List<Option> options() {
        return List.of(Option.DATA);
    }

    @Override
    public int mostWords() {
        return 1;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        Path target = arguments.folder("backup", "the folder of the backup");
        Clusters.quiet();
        Backup.take(arguments.dataFolder(installation.home()), target, installation, clock.instant(), out::println);
        return 0;
    }
}
