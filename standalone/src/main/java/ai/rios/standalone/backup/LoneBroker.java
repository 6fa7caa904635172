package ai.rios.standalone.backup;

import ai.rios.standalone.data.DataFolder;
import ai.rios.standalone.process.BrokerConfig;
import ai.rios.standalone.process.BrokerProcess;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.process.RegistryConfig;
import ai.rios.standalone.process.RegistryProcess;
import java.time.Duration;

/** A broker on a data folder that no stack runs on, with nothing but a registry beside it where that is wanted. Thread-safe. */
final class LoneBroker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final DataFolder folder;
    private final Installation installation;
    private final BrokerProcess broker;

    private LoneBroker(DataFolder folder, Installation installation, BrokerProcess broker) {
        this.folder = folder;
        this.installation = installation;
        this.broker = broker;
    }

    /** Starts it; it answers when this returns. An interrupt breaks the start off. */
    static LoneBroker start(DataFolder folder, Installation installation) {
        BrokerConfig config = new BrokerConfig(
                folder.kafka(),
                folder.logs(),
                FreePorts.pick(),
                FreePorts.pick(),
                false,
                BrokerConfig.DEFAULT_HEAP_MEBIBYTES,
                installation.cacheFlags("broker"));
        LoneBroker broker = new LoneBroker(folder, installation, BrokerProcess.start(config, installation));
        boolean ready = false;
        try {
            broker.broker.awaitReady(START_LIMIT);
            ready = true;
            return broker;
        } finally {
            if (!ready) {
                broker.close();
            }
        }
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Starts a registry that keeps its schemas in this broker; it can be used when this returns. To be closed first. */
    RegistryProcess registry() {
        RegistryProcess registry = RegistryProcess.start(
                new RegistryConfig(
                        folder.logs(),
                        FreePorts.pick(),
                        FreePorts.pick(),
                        bootstrapServers(),
                        RegistryConfig.DEFAULT_HEAP_MEBIBYTES,
                        installation.cacheFlags("registry")),
                installation);
        boolean ready = false;
        try {
            registry.awaitReady(START_LIMIT);
            ready = true;
            return registry;
        } finally {
            if (!ready) {
                registry.close();
            }
        }
    }

    /** Stops it in order. */
    @Override
    public void close() {
        broker.close();
    }
}
