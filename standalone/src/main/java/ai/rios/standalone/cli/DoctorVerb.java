package ai.rios.standalone.cli;

import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.stack.StackOptions;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./rios doctor}: what is missing on this machine, for running, for the tour of the README and for testing.
 *
 * @param path folders of programs, as the environment names them
 */
record DoctorVerb(Installation installation, String path) implements Verb {
    private static final long GIBIBYTE = 1L << 30;
    private static final long PROBE_SECONDS = 20;

    /** As {@code ToolFolder} and the conformance suite's test look for it. */
    private static final String PYTHON_2 = "for python in \"$HOME\"/.pyenv/versions/2.7*/bin/python python2.7; do"
            + " \"$python\" -m pip --version && exit 0; done; exit 1";

    private static final String CHROMIUM =
            "command -v chromium || command -v chromium-browser || command -v google-chrome";

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
        findings.add(onPath(false, "curl", "for the README's tour"));
        findings.add(onPath(false, "jq", "for the README's tour"));
        findings.add(
                probed("python3 with venv", "python3 -c 'import venv, ensurepip'", "for tests of consumers and API"));
        findings.add(
                probed("python2.7 with pip", PYTHON_2, "for the test by the Autobahn suite; pyenv's is found too"));
        findings.add(onPath(false, "node", "for tests of JavaScript consumers"));
        findings.add(onPath(false, "go", "for tests with go-libp2p"));
        findings.add(onPath(false, "npm", "for tests of JavaScript consumers"));
        findings.add(probed("chromium", CHROMIUM, "for the test in a browser; Google's Chrome will do"));
        findings.add(onPath(false, "script", "for tests at a terminal; package bsdutils or util-linux"));
        findings.add(probed("docker, with an engine", "docker info", "for tests of the images and the compose stack"));
        findings.add(probed("docker compose", "docker compose version", "for the compose stack"));
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

    /** Something that is there when a command of the shell succeeds. */
    private Finding probed(String what, String command, String use) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PATH", path);
        boolean there = false;
        try {
            Process probe = builder.start();
            there = probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
            probe.destroyForcibly();
        } catch (IOException failure) {
            throw new StandaloneException("Cannot run a shell: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StandaloneException("Interrupted while looking for " + what + ".", interrupted);
        }
        return new Finding(false, there, what, use);
    }

    private Finding onPath(boolean needed, String program, String use) {
        boolean there = Arrays.stream(path.split(File.pathSeparator))
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
