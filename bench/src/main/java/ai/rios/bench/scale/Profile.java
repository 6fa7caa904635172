package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/** Where processor time went, by samples of the JDK's flight recorder in each process. Immutable. */
final class Profile {
    private static final int MOST_THREADS = 6;
    private static final int MOST_METHODS = 40;
    private static final String NAME = "bench";

    private final Map<String, Samples> samples;

    /** Of one process: how many by kind of thread and by method. */
    record Samples(long all, Map<String, Long> byThread, Map<String, Long> byMethod) {}

    Profile(Map<String, Samples> samples) {
        this.samples = new LinkedHashMap<>(samples);
    }

    /**
     * Records while something runs.
     *
     * @param pids of JVMs, by name
     * @param folder for a recording of each, and for {@code profile.txt}, which tells their threads and methods
     */
    static Profile take(Map<String, Long> pids, Path folder, Runnable work) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BenchException("Cannot make " + folder, e);
        }
        pids.values().forEach(pid -> jcmd(pid, "JFR.start", "name=" + NAME, "settings=profile"));
        try {
            work.run();
        } finally {
            pids.forEach(
                    (process, pid) -> jcmd(pid, "JFR.stop", "name=" + NAME, "filename=" + recording(folder, process)));
        }
        Map<String, Samples> samples = new LinkedHashMap<>();
        pids.keySet().forEach(process -> samples.put(process, read(recording(folder, process))));
        Profile profile = new Profile(samples);
        try {
            Files.writeString(folder.resolve("profile.txt"), profile.text());
        } catch (IOException e) {
            throw new BenchException("Cannot write to " + folder, e);
        }
        return profile;
    }

    private static Path recording(Path folder, String process) {
        return folder.resolve(process + ".jfr").toAbsolutePath();
    }

    private static void jcmd(long pid, String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new BenchException(String.join(" ", command) + " failed: " + said);
            }
        } catch (IOException e) {
            throw new BenchException("Cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while recording", e);
        }
    }

    private static Samples read(Path recording) {
        long all = 0;
        Map<String, Long> byThread = new TreeMap<>();
        Map<String, Long> byMethod = new TreeMap<>();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
                    all++;
                    RecordedThread thread = event.getThread("sampledThread");
                    byThread.merge(kind(thread == null ? null : thread.getJavaName()), 1L, Long::sum);
                    byMethod.merge(method(event.getStackTrace()), 1L, Long::sum);
                }
            }
        } catch (IOException e) {
            throw new BenchException("Cannot read " + recording, e);
        }
        return new Samples(all, byThread, byMethod);
    }

    /** Threads that do the same: the name without ids, numbers and what tells one from another. */
    static String kind(@Nullable String thread) {
        if (thread == null || thread.isEmpty()) {
            return "virtual threads";
        }
        String plain = thread.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "").replaceAll("0x[0-9a-f]+|[0-9]+", "#");
        return plain.length() > 60 ? plain.substring(0, 57) + "..." : plain;
    }

    private static String method(@Nullable RecordedStackTrace trace) {
        if (trace == null || trace.getFrames().isEmpty()) {
            return "unknown";
        }
        RecordedFrame top = trace.getFrames().getFirst();
        return top.getMethod().getType().getName() + '.' + top.getMethod().getName();
    }

    /** A line a process: its kinds of threads, the busiest first. */
    List<String> lines() {
        long all = samples.values().stream().mapToLong(Samples::all).sum();
        return samples.entrySet().stream()
                .map(entry -> "Profile at full load, `" + entry.getKey() + "`, "
                        + percent(entry.getValue().all(), all)
                        + " of all samples; of these by thread: "
                        + top(entry.getValue().byThread(), MOST_THREADS).entrySet().stream()
                                .map(thread -> thread.getKey() + " "
                                        + percent(
                                                thread.getValue(),
                                                entry.getValue().all()))
                                .collect(Collectors.joining(", "))
                        + ".")
                .toList();
    }

    /** All of it: processes, their threads and the methods in which samples were taken. */
    String text() {
        StringBuilder text = new StringBuilder();
        samples.forEach((process, taken) -> {
            text.append(process).append(": ").append(taken.all()).append(" samples\n");
            append(text, "  threads", top(taken.byThread(), MOST_METHODS), taken.all());
            append(text, "  methods", top(taken.byMethod(), MOST_METHODS), taken.all());
        });
        return text.toString();
    }

    private static void append(StringBuilder text, String heading, Map<String, Long> counts, long all) {
        text.append(heading).append('\n');
        counts.forEach((what, count) ->
                text.append("    ").append(String.format(Locale.ROOT, "%6s  %s%n", percent(count, all), what)));
    }

    private static Map<String, Long> top(Map<String, Long> counts, int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, LinkedHashMap::new));
    }

    private static String percent(long part, long all) {
        return all == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / all);
    }
}
