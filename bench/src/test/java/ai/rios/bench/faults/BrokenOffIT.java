package ai.rios.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.Main;
import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.data.StackState;
import ai.rios.standalone.data.StackStateFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A campaign that is broken off. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class BrokenOffIT {
    private static final Pattern DATA = Pattern.compile("The stack runs on (\\S+); Ctrl-C stops it, too\\.");

    /** Printed when the stack has come up. */
    private static final String HEAD = "| cell |";

    @TempDir
    Path folder;

    @Test
    void noProcessOfTheStackIsLeftNotEvenAFrozenOne() throws Exception {
        Process campaign = start();
        try (BufferedReader printed = campaign.inputReader()) {
            Path data = Path.of(awaitLine(printed, DATA).group(1));
            awaitLine(printed, Pattern.compile(Pattern.quote(HEAD)));
            StackState state = new StackStateFile(data).read();
            List<ProcessHandle> processes = state.processes().stream()
                    .map(ProcessEntry::pid)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList();
            assertThat(processes).hasSameSizeAs(state.processes()).hasSizeGreaterThan(5);
            signal(processes.getLast().pid(), "STOP");

            // What is started in the background ignores the interrupt of Ctrl-C; the hook is the same.
            signal(campaign.pid(), "TERM");

            assertThat(campaign.waitFor(3, TimeUnit.MINUTES)).isTrue();
            for (ProcessHandle process : processes) {
                process.onExit().get(1, TimeUnit.MINUTES);
            }
        } finally {
            campaign.destroy();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "faults",
                        "--cell",
                        "none",
                        "--out",
                        folder.resolve("out").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Matcher awaitLine(BufferedReader printed, Pattern wanted) throws IOException {
        String line = printed.readLine();
        while (line != null) {
            Matcher found = wanted.matcher(line);
            if (found.find()) {
                return found;
            }
            line = printed.readLine();
        }
        throw new AssertionError("the campaign ended before it printed " + wanted);
    }

    private static void signal(long pid, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
        assertThat(kill.waitFor()).as("kill -%s", signal).isZero();
    }
}
