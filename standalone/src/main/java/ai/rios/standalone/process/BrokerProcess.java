package ai.rios.standalone.process;

import ai.rios.runtime.files.OwnersFiles;
import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A real Kafka broker (KRaft, combined) as a child process on the loopback address. It runs in a process of its own
 * because its fatal paths halt the JVM that they run in. Thread-safe.
 */
public final class BrokerProcess implements AutoCloseable {
    /** One stack, one cluster: the id says only that the folder belongs to an embedded broker. */
    private static final String CLUSTER_ID = "UmlPU0JhY2tib25lMDAwMQ";

    /** Enough to close clean logs. */
    public static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final BrokerConfig config;
    private final ChildProcess child;

    private BrokerProcess(BrokerConfig config, ChildProcess child) {
        this.config = config;
        this.child = child;
    }

    /** Starts the broker and returns at once; {@link #awaitReady} says when it can be used. */
    public static BrokerProcess start(BrokerConfig config, Installation installation) {
        Path properties = config.logs().resolve("kafka.properties");
        try {
            OwnersFiles.makeFolder(config.data());
            OwnersFiles.makeFolder(config.logs());
            Files.writeString(properties, config.properties());
        } catch (IOException failure) {
            throw new StandaloneException("Cannot write " + properties + ": " + failure, failure);
        }
        List<String> command = new ArrayList<>(List.of(Installation.java().toString()));
        command.addAll(Installation.heapFlags(config.heapMebibytes()));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.net.preferIPv4Stack=true",
                "-Dlog4j2.configurationFile=classpath:broker-log4j2.xml",
                "-Drios.log=" + config.logs().resolve("kafka.log")));
        command.addAll(config.jvmFlags());
        command.addAll(List.of(
                "-cp",
                installation.brokerClassPath(),
                "ai.rios.standalone.child.BrokerMain",
                properties.toString(),
                CLUSTER_ID));
        ChildProcess child =
                ChildProcess.start("broker", command, Map.of(), config.logs().resolve("kafka.out"));
        return new BrokerProcess(config, child);
    }

    /**
     * Waits until the broker answers.
     *
     * @throws StandaloneException with the broker's own last word when it ended or {@code limit} passed
     */
    public void awaitReady(Duration limit) {
        boolean ready = child.await(() -> !FreePorts.isFree(config.port()), limit) && child.await(this::answers, limit);
        if (!ready) {
            throw new StandaloneException(LastWords.ofStart(child, logFiles(config), limit));
        }
    }

    private static List<Path> logFiles(BrokerConfig config) {
        return List.of(config.logs().resolve("kafka.out"), config.logs().resolve("kafka.log"));
    }

    private boolean answers() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);
        try (Admin admin = Admin.create(settings)) {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            // The flag stays cleared: what follows is the orderly stop, whose waits must work.
            throw new StandaloneException("Interrupted while waiting for the broker.", interrupted);
        }
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return config.bootstrapServers();
    }

    /** The process behind it. */
    public ChildProcess child() {
        return child;
    }

    /** Stops it in order, or kills it after 15 s. Idempotent. */
    @Override
    public void close() {
        child.stop(STOP_LIMIT);
    }
}
