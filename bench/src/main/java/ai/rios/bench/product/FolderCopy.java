package ai.rios.bench.product;

import ai.rios.bench.BenchException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies whole folders as people do, by {@code cp}. Stateless. */
public final class FolderCopy {
    /** Something could not be copied, such as a file that vanished meanwhile; all else was. */
    private static final int INCOMPLETE = 1;

    private FolderCopy() {}

    /** Copies all that is in a folder that nobody uses into another, made where there is none; what is sparse stays so. */
    static void make(Path from, Path to) {
        Tool.run("mkdir", "-p", to.toString());
        Tool.run("cp", "-a", "--sparse=always", from + "/.", to + "/");
    }

    /** The same of a folder that somebody writes to. */
    static void makeOfUsed(Path from, Path to) {
        Tool.run("mkdir", "-p", to.toString());
        int status = Tool.status("cp", "-a", from + "/.", to + "/");
        if (status != 0 && status != INCOMPLETE) {
            throw new BenchException("Cannot copy " + from + " to " + to);
        }
    }

    public static void delete(Path folder) {
        if (Files.exists(folder)) {
            Tool.run("rm", "-rf", folder.toString());
        }
    }
}
