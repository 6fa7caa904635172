package ai.rios.standalone.launcher;

import ai.rios.standalone.data.LiveProcess;
import ai.rios.standalone.process.Installation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Runs {@code ./rios} on one data folder. Blocking; one thread. */
final class Launcher {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String[] FREE_PORTS = {"--port", "0", "--kafka-port", "0", "--registry-port", "0"};

    private final Path data;

    Launcher(Path data) {
        this.data = data;
    }

    /** Its folder. */
    Path data() {
        return data;
    }

    /** What a command came to; standard error is among the output. */
    record Result(int status, String output) {}

    /** {@code up --detach} on free ports. */
    Result up(String... more) {
        List<String> words = new ArrayList<>(List.of("up", "--detach"));
        words.addAll(List.of(FREE_PORTS));
        words.addAll(List.of(more));
        return run(words);
    }

    Result down() {
        return run(List.of("down"));
    }

    /** The state as {@code status --json} prints it. */
    JsonNode status() {
        Result result = run(List.of("status", "--json"));
        try {
            return JSON.readTree(result.output());
        } catch (IOException failure) {
            throw new IllegalStateException(result.output(), failure);
        }
    }

    /** A development token. */
    String token(String... options) {
        List<String> words = new ArrayList<>(List.of("token"));
        words.addAll(List.of(options));
        return run(words).output().strip().lines().toList().getLast();
    }

    /** Every listed process. */
    static List<Long> pids(JsonNode status) {
        List<Long> pids = new ArrayList<>();
        status.path("processes").forEach(process -> pids.add(process.path("pid").longValue()));
        return pids;
    }

    /** The pid of one process by its name. */
    static long pid(JsonNode status, String name) {
        for (JsonNode process : status.path("processes")) {
            if (process.path("name").asText().equals(name)) {
                return process.path("pid").longValue();
            }
        }
        throw new IllegalStateException("no process " + name + " in " + status);
    }

    /**
     * Every process of this machine that has the folder in its command line or environment, listed or not; nothing of a stack is
     * without. Needs {@code /proc}.
     */
    List<Long> processes() {
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> names(process.resolve("cmdline")) || names(process.resolve("environ")))
                    .map(process -> Long.parseLong(process.getFileName().toString()))
                    .toList();
        } catch (IOException failure) {
            throw new IllegalStateException("/proc cannot be read", failure);
        }
    }

    private boolean names(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(data.toString());
        } catch (IOException endedOrOfAnotherUser) {
            return false;
        }
    }

    /** As {@code kill -9} does. */
    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    static boolean isAlive(long pid) {
        return LiveProcess.isAlive(pid);
    }

    static boolean await(BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return true;
    }

    Result run(List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Installation.locate().home().resolve("rios").toString());
        command.addAll(words);
        command.addAll(List.of("--data", data.toString()));
        try {
            Path output = Files.createTempFile("rios-launcher-", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("BACKBONE_BUILT", "true");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(words + " did not end: " + Files.readString(output));
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            return new Result(process.exitValue(), text);
        } catch (IOException failure) {
            throw new IllegalStateException("cannot run " + words, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + words, interrupted);
        }
    }
}
