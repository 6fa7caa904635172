package ai.rios.standalone.process;

import java.nio.file.Path;
import java.util.List;

/**
 * One embedded broker.
 *
 * @param data its log folder; formatted at the first start
 * @param logs folder of its own log files
 * @param port loopback port of clients, 1 to 65,535
 * @param controllerPort loopback port of the controller, for the broker alone
 * @param fsync whether a record is on the disk itself before it is acknowledged: what is acknowledged then survives the loss of
 *     power, at about half the throughput
 * @param heapMebibytes most heap, 128 or more
 * @param jvmFlags further flags of the JVM, such as an ahead-of-time cache
 */
public record BrokerConfig(
        Path data, Path logs, int port, int controllerPort, boolean fsync, int heapMebibytes, List<String> jvmFlags) {
    /** Enough for the default's load with room for 2 MiB records. */
    public static final int DEFAULT_HEAP_MEBIBYTES = 320;

    public BrokerConfig {
        requirePort("kafka port", port);
        requirePort("controller port", controllerPort);
        if (heapMebibytes < 128) {
            throw new IllegalArgumentException("the broker's heap must be 128 MiB or more, was " + heapMebibytes);
        }
        jvmFlags = List.copyOf(jvmFlags);
    }

    private static void requirePort(String name, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(name + " must be 1 to 65535, was " + port);
        }
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /**
     * The broker's settings; one broker, so every replication factor is 1.
     *
     * <p>The controller takes a broker that comes back for an impostor until the old session is over. So an orderly stop signs
     * off, and a session is short: with the defaults, each start on a used folder would wait out 9 s.
     *
     * <p>The coordinator of transactions looks for those that are over time less often than a session lasts: after a crash it
     * would else abort them while the old session is still there, find no leader to tell once that ends, take the partition
     * for deleted, and leave the transaction open for ever.
     */
    String properties() {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                log.dirs=%3$s
                auto.create.topics.enable=false
                message.max.bytes=2097152
                replica.fetch.max.bytes=2097152
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                offsets.retention.minutes=525600
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                transaction.abort.timed.out.transaction.cleanup.interval.ms=4000
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                group.min.session.timeout.ms=1000
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                log.cleaner.dedupe.buffer.size=16777216
                %4$s
                """.formatted(
                        port,
                        controllerPort,
                        data.toAbsolutePath().toString().replace("\\", "\\\\"),
                        fsync ? "log.flush.interval.messages=1" : "");
    }
}
