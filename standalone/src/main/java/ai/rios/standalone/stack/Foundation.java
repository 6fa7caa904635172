package ai.rios.standalone.stack;

import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.data.ProcessEntry;
import ai.rios.standalone.process.BrokerConfig;
import ai.rios.standalone.process.BrokerProcess;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.process.RegistryConfig;
import ai.rios.standalone.process.RegistryProcess;
import ai.rios.standalone.process.Supervised;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The broker and the registry of one data folder, started again when they die: the services ride over it as over any
 * broker's restart. Thread-safe.
 */
public final class Foundation implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final BrokerConfig brokerConfig;
    private final RegistryConfig registryConfig;
    private final RegistryProcess firstRegistry;
    private final Supervised broker;
    private final Supervised registry;
    private final AtomicBoolean registryAwaited = new AtomicBoolean();

    private Foundation(
            BrokerConfig brokerConfig,
            RegistryConfig registryConfig,
            RegistryProcess firstRegistry,
            Supervised broker,
            Supervised registry) {
        this.brokerConfig = brokerConfig;
        this.registryConfig = registryConfig;
        this.firstRegistry = firstRegistry;
        this.broker = broker;
        this.registry = registry;
    }

    /**
     * Starts both. The broker is ready when this returns; the registry, which needs longer, is still starting, for services
     * that know their schemas do not wait for it.
     *
     * @param fsync see {@link StackOptions}
     * @param restarted called after one of them has been started again
     * @param failed told in one sentence when the broker is given up
     */
    static Foundation start(
            DataFolder folder,
            StackPorts ports,
            boolean fsync,
            Installation installation,
            Progress progress,
            Runnable restarted,
            Consumer<String> failed) {
        BrokerConfig brokerConfig = new BrokerConfig(
                folder.kafka(),
                folder.logs(),
                ports.kafka(),
                FreePorts.pick(),
                fsync,
                BrokerConfig.DEFAULT_HEAP_MEBIBYTES,
                installation.cacheFlags("broker"));
        RegistryConfig registryConfig = new RegistryConfig(
                folder.logs(),
                ports.registry(),
                FreePorts.pick(),
                brokerConfig.bootstrapServers(),
                RegistryConfig.DEFAULT_HEAP_MEBIBYTES,
                installation.cacheFlags("registry"));
        progress.starting("broker");
        BrokerProcess firstBroker = readyBroker(brokerConfig, installation);
        progress.done("broker", firstBroker.bootstrapServers());
        Supervised broker = Supervised.watch(
                firstBroker.child(),
                () -> BrokerProcess.start(brokerConfig, installation).child(),
                new Supervised.Verdict(_ -> diskIsFull(folder), failed),
                restarted,
                BrokerProcess.STOP_LIMIT);
        RegistryProcess firstRegistry = startedRegistry(registryConfig, installation, broker);
        // Running services know their schemas, so a registry that is given up is no reason to end.
        Supervised registry = Supervised.watch(
                firstRegistry.child(),
                () -> RegistryProcess.start(registryConfig, installation).child(),
                new Supervised.Verdict(_ -> Optional.empty(), sentence -> progress.say("rios: " + sentence)),
                restarted,
                RegistryProcess.STOP_LIMIT);
        return new Foundation(brokerConfig, registryConfig, firstRegistry, broker, registry);
    }

    private static RegistryProcess startedRegistry(
            RegistryConfig config, Installation installation, Supervised broker) {
        boolean started = false;
        try {
            RegistryProcess registry = RegistryProcess.start(config, installation);
            started = true;
            return registry;
        } finally {
            if (!started) {
                broker.close();
            }
        }
    }

    private static BrokerProcess readyBroker(BrokerConfig config, Installation installation) {
        BrokerProcess broker = BrokerProcess.start(config, installation);
        boolean ready = false;
        try {
            broker.awaitReady(START_LIMIT);
            ready = true;
            return broker;
        } finally {
            if (!ready) {
                broker.close();
            }
        }
    }

    /** A broker on a full disk dies at each start, and cannot even write down why; only a person can make room. */
    private static Optional<String> diskIsFull(DataFolder folder) {
        return folder.isFull()
                ? Optional.of("The disk of " + folder.path() + " is full and the broker has ended;"
                        + " make room and start again, nothing acknowledged is lost.")
                : Optional.empty();
    }

    /** Waits until the registry is ready. */
    public void awaitRegistry(Progress progress) {
        if (registryAwaited.compareAndSet(false, true)) {
            progress.starting("registry");
            firstRegistry.awaitReady(registry, START_LIMIT);
            progress.done("registry", registryUrl());
        }
    }

    /** Waits until the registry is ready, and says whether it is; in the background, where nobody is to fail by it. */
    boolean registryIsReady() {
        return firstRegistry.readyWithin(registry, START_LIMIT);
    }

    /** What Kafka clients connect to. */
    public String bootstrapServers() {
        return brokerConfig.bootstrapServers();
    }

    /** The registry's Confluent-compatible interface. */
    public String registryUrl() {
        return registryConfig.url();
    }

    /** Both, for {@code status}. */
    List<ProcessEntry> processes() {
        return List.of(broker.entry(), registry.entry());
    }

    /** Stops the registry, then the broker that it stores in. */
    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
