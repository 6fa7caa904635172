package ai.rios.bench.measure;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The machine and the versions that figures were taken with. Immutable.
 *
 * @param processor model name as the kernel tells it
 * @param cores logical processors that this process may use
 * @param memoryBytes main memory
 * @param kernel the kernel's release
 * @param java vendor and version of the JVM
 * @param kafka version of the Kafka libraries
 * @param helidon version of the Helidon libraries
 */
public record Machine(
        String processor, int cores, long memoryBytes, String kernel, String java, String kafka, String helidon) {
    private static final long BYTES_PER_KIB = 1_024;

    /** This machine. */
    public static Machine read() {
        return new Machine(
                processorName(read("/proc/cpuinfo")),
                Runtime.getRuntime().availableProcessors(),
                ProcessFigures.kibibytes(read("/proc/meminfo"), "MemTotal:") * BYTES_PER_KIB,
                read("/proc/sys/kernel/osrelease").strip(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + " ("
                        + System.getProperty("java.vendor") + ")",
                AppInfoParser.getVersion(),
                io.helidon.common.Version.VERSION);
    }

    /** Running and waiting processes, averaged over the last minute. */
    public static double loadAverage() {
        String text = read("/proc/loadavg");
        return Double.parseDouble(text.substring(0, text.indexOf(' ')));
    }

    static String processorName(String cpuInfo) {
        return cpuInfo.lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new BenchException("Cannot read " + path + "; benchmarks run on Linux", e);
        }
    }
}
