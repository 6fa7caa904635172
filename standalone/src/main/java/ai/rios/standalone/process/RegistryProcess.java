package ai.rios.standalone.process;

import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The schema registry as a child process on the loopback address. Needs a ready broker. Thread-safe. */
public final class RegistryProcess implements AutoCloseable {
    /** It keeps nothing of its own, so little is enough. */
    public static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final RegistryConfig config;
    private final ChildProcess child;

    private RegistryProcess(RegistryConfig config, ChildProcess child) {
        this.config = config;
        this.child = child;
    }

    /** Starts the registry and returns at once; {@link #awaitReady} says when it can be used. */
    public static RegistryProcess start(RegistryConfig config, Installation installation) {
        List<String> command = new ArrayList<>(List.of(
                Installation.java().toString(),
                "-Xms48m",
                "-Xmx" + config.heapMebibytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        command.addAll(config.jvmFlags());
        command.addAll(List.of(
                "-cp",
                installation.registryClassPath(),
                "ai.rios.standalone.child.RegistryMain",
                "io.quarkus.runner.GeneratedMain"));
        ChildProcess child = ChildProcess.start(
                "registry", command, config.environment(), config.logs().resolve("registry.out"));
        return new RegistryProcess(config, child);
    }

    /**
     * Waits until the registry can be used.
     *
     * @throws StandaloneException with the registry's own last word when it ended or {@code limit} passed
     */
    public void awaitReady(Duration limit) {
        if (!child.await(this::isReady, limit)) {
            throw notReady(child, limit);
        }
    }

    /**
     * As {@link #awaitReady(Duration)}, but rides over deaths that end in another start.
     *
     * @throws StandaloneException with the registry's own last word when it was given up or {@code limit} passed
     */
    public void awaitReady(Supervised supervised, Duration limit) {
        if (!supervised.await(this::isReady, limit)) {
            throw notReady(supervised.child(), limit);
        }
    }

    /** As {@link #awaitReady(Supervised, Duration)}, with an answer instead of an exception. */
    public boolean readyWithin(Supervised supervised, Duration limit) {
        return supervised.await(this::isReady, limit);
    }

    private StandaloneException notReady(ChildProcess last, Duration limit) {
        List<Path> files =
                List.of(config.logs().resolve("registry.log"), config.logs().resolve("registry.out"));
        return new StandaloneException(LastWords.ofStart(last, files, limit));
    }

    private boolean isReady() {
        if (FreePorts.isFree(config.healthPort())) {
            return false;
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(config.healthUrl()))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            // The flag stays cleared: what follows is the orderly stop, whose waits must work.
            throw new StandaloneException("Interrupted while waiting for the registry.", interrupted);
        }
    }

    /** The address of the Confluent-compatible interface. */
    public String url() {
        return config.url();
    }

    /** The process behind it. */
    public ChildProcess child() {
        return child;
    }

    /** Stops it in order, or kills it after 10 s. Idempotent. */
    @Override
    public void close() {
        child.stop(STOP_LIMIT);
    }
}
