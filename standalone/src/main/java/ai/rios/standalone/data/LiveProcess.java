package ai.rios.standalone.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a process still runs. One that has ended stays in the system's table until its parent has looked, and in a container
 * the first process often never looks: such a one counts as ended, for it holds nothing any more. Stateless.
 */
public final class LiveProcess {
    private LiveProcess() {}

    /** Whether the process with this id runs. */
    public static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !isUnburied(pid);
    }

    /** Linux tells by a letter after the name, which stands in brackets and may itself hold any; elsewhere nobody does. */
    private static boolean isUnburied(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            int state = stat.lastIndexOf(')') + 2;
            return state < stat.length() && (stat.charAt(state) == 'Z' || stat.charAt(state) == 'X');
        } catch (IOException notLinuxOrGone) {
            return false;
        }
    }
}
