package ai.rios.standalone.cli;

import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.stack.StackOptions;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code ./rios doctor}: what is missing on this machine, for running and for testing. */
record DoctorVerb(Installation installation) implements Verb {
    private static final long GIBIBYTE = 1L << 30;

    /** One thing that was looked at. */
    private record Finding(boolean needed, boolean there, String what, String advice) {}

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String summary() {
        return "say what is missing on this machine";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new Finding(true, Runtime.version().feature() >= 25, "JDK " + Runtime.version(), "install JDK 25"));
        findings.add(onPath(false, "mvn", "Maven; ./mvnw is used without it"));
        findings.add(onPath(true, "sh", "a shell, for child processes"));
        findings.add(space());
        findings.add(port("--port", StackOptions.DEFAULT_HTTP_PORT));
        findings.add(port("--kafka-port", StackOptions.DEFAULT_KAFKA_PORT));
        findings.add(port("--registry-port", StackOptions.DEFAULT_REGISTRY_PORT));
        findings.add(new Finding(
                false,
                Files.exists(installation.cache("services")),
                "start-up caches",
                "./rios build makes them; starts are slower without"));
        findings.add(onPath(false, "python3", "tests of other languages' consumers and of the API"));
        findings.add(onPath(false, "node", "tests of JavaScript consumers"));
        findings.add(onPath(false, "docker", "container tests and the compose stack"));
        findings.forEach(finding -> print(finding, out));
        return findings.stream().allMatch(finding -> finding.there() || !finding.needed()) ? 0 : 1;
    }

    private static void print(Finding finding, PrintStream out) {
        String verdict = finding.there() ? "ok" : finding.needed() ? "MISSING" : "without";
        out.printf(
                Locale.ROOT,
                "%-8s %s%s%n",
                verdict,
                finding.what(),
                finding.there() ? "" : " (" + finding.advice() + ")");
    }

    private static Finding onPath(boolean needed, String program, String use) {
        boolean there = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
        return new Finding(needed, there, program, use);
    }

    private Finding space() {
        long free = installation.home().toFile().getUsableSpace();
        return new Finding(
                true,
                free > GIBIBYTE,
                String.format(Locale.ROOT, "%.1f GiB free below %s", free / (double) GIBIBYTE, installation.home()),
                "1 GiB is needed");
    }

    private static Finding port(String option, int port) {
        return new Finding(
                false, FreePorts.isFree(port), "port " + port, "in use; choose another with " + option + " N");
    }
}
