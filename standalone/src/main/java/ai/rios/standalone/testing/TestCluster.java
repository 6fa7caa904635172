package ai.rios.standalone.testing;

import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.process.BrokerConfig;
import ai.rios.standalone.process.BrokerProcess;
import ai.rios.standalone.process.FileTree;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.process.RegistryConfig;
import ai.rios.standalone.process.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A broker and a registry on free loopback ports, with throw-away data: started at the first use, shared by every test
 * of the JVM, gone with it (the children end when their parent does). Tests keep apart by {@link #topicPrefix}.
 *
 * <p>Thread-safe.
 */
public final class TestCluster {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final BrokerProcess broker;
    private final Installation installation;

    private TestCluster(Path folder, BrokerProcess broker, Installation installation) {
        this.folder = folder;
        this.broker = broker;
        this.installation = installation;
    }

    /** The JVM's broker; started and ready when this returns. The registry starts only when it is asked for. */
    public static TestCluster shared() {
        return Shared.CLUSTER;
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The registry's Confluent-compatible address; started and ready when this returns. */
    public String registryUrl() {
        return SharedRegistry.REGISTRY.url();
    }

    /** Scratch folder of the JVM's tests; deleted at its end. */
    public Path folder() {
        return folder;
    }

    /** A value for the setting {@code topic.prefix} that is the test class's own. */
    public static String topicPrefix(Class<?> test) {
        return test.getSimpleName().toLowerCase(Locale.ROOT) + ".";
    }

    private static TestCluster start() {
        try {
            Path folder = Files.createTempDirectory("rios-test-");
            Installation installation = Installation.locate();
            BrokerConfig config = new BrokerConfig(
                    folder.resolve("kafka"),
                    folder.resolve("logs"),
                    FreePorts.pick(),
                    FreePorts.pick(),
                    false,
                    BrokerConfig.DEFAULT_HEAP_MEBIBYTES,
                    List.of());
            BrokerProcess broker = BrokerProcess.start(config, installation);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(folder, broker), "discard-test-cluster"));
            broker.awaitReady(START_LIMIT);
            return new TestCluster(folder, broker, installation);
        } catch (IOException failure) {
            throw new StandaloneException("Cannot make a folder for the tests' broker.", failure);
        }
    }

    /** Tidies up only: the children would end by themselves, but their files would stay. */
    private static void discard(Path folder, BrokerProcess broker) {
        broker.child().kill();
        try {
            FileTree.delete(folder);
        } catch (IOException failure) {
            System.err.println("left behind " + folder + ": " + failure);
        }
    }

    private RegistryProcess startRegistry() {
        RegistryConfig config = new RegistryConfig(
                folder.resolve("logs"),
                FreePorts.pick(),
                FreePorts.pick(),
                broker.bootstrapServers(),
                RegistryConfig.DEFAULT_HEAP_MEBIBYTES,
                List.of());
        RegistryProcess registry = RegistryProcess.start(config, installation);
        registry.awaitReady(START_LIMIT);
        return registry;
    }

    /** Class initialisation is the lock: the first test to come starts it, the others wait. */
    private static final class Shared {
        static final TestCluster CLUSTER = start();
    }

    /** As {@link Shared}, for tests that need schemas. */
    private static final class SharedRegistry {
        static final RegistryProcess REGISTRY = Shared.CLUSTER.startRegistry();
    }
}
