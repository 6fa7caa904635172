package ai.rios.bench.measure;

import ai.rios.bench.BenchException;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time and memory of a process, read from Linux's {@code /proc}. */
public final class ProcessFigures {
    /** What {@code /proc} counts CPU time in: USER_HZ, 100 a second on every Linux that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final long BYTES_PER_KIB = 1_024;

    private ProcessFigures() {}

    /** User and system time so far, all threads, in microseconds (in steps of 10,000). */
    public static long cpuMicros(long pid) {
        return cpuMicros(read(pid, "stat"));
    }

    /** Resident memory in bytes, shared pages included. */
    public static long residentBytes(long pid) {
        return kibibytes(read(pid, "status"), "VmRSS:") * BYTES_PER_KIB;
    }

    /** Resident memory in bytes with each shared page divided among its users: what the process alone adds. */
    public static long proportionalBytes(long pid) {
        return kibibytes(read(pid, "smaps_rollup"), "Pss:") * BYTES_PER_KIB;
    }

    /** Files and sockets that this process may have open at the same time. */
    public static long mostOpenFiles() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getMaxFileDescriptorCount();
    }

    /** The command line, argument by argument. */
    public static List<String> commandLine(long pid) {
        String text = read(pid, "cmdline");
        return List.of(text.substring(0, Math.max(0, text.length() - 1)).split("\0", -1));
    }

    /** From the text of {@code /proc/PID/stat}; the command in it may hold spaces and brackets. */
    static long cpuMicros(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MICROS_PER_TICK;
    }

    /** The number behind {@code label} in a text of lines like {@code VmRSS:   1234 kB}. */
    static long kibibytes(String text, String label) {
        return text.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()).strip())
                .map(value -> Long.parseLong(value.substring(0, value.indexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new BenchException("No " + label + " in the process's figures."));
    }

    private static String read(long pid, String file) {
        Path path = Path.of("/proc", Long.toString(pid), file);
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new BenchException("Cannot read " + path + "; has the process ended?", e);
        }
    }
}
