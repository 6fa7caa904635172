package ai.rios.runtime.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.List;

/**
 * Which of the Kafka clients' figures are kept: those that say whether a process keeps up, commits, restores and is in touch
 * with the brokers. Per-node and per-operation figures are not: they are thousands and say little more.
 */
final class KafkaMeters {
    private static final List<String> KEPT = List.of(
            "kafka.consumer.fetch.manager.records.lag",
            "kafka.consumer.fetch.manager.records.consumed.rate",
            "kafka.consumer.fetch.manager.bytes.consumed.rate",
            "kafka.consumer.fetch.manager.fetch.latency.avg",
            "kafka.consumer.coordinator.rebalance",
            "kafka.consumer.coordinator.failed.rebalance",
            "kafka.consumer.coordinator.assigned.partitions",
            "kafka.consumer.coordinator.last.heartbeat.seconds.ago",
            "kafka.consumer.connection.count",
            "kafka.producer.record.send.rate",
            "kafka.producer.record.send.total",
            "kafka.producer.record.error.rate",
            "kafka.producer.record.error.total",
            "kafka.producer.record.retry.rate",
            "kafka.producer.record.queue.time.avg",
            "kafka.producer.request.latency.avg",
            "kafka.producer.request.latency.max",
            "kafka.producer.buffer.available.bytes",
            "kafka.producer.connection.count",
            "kafka.producer.txn.commit.time",
            "kafka.stream.alive.stream.threads",
            "kafka.stream.failed.stream.threads",
            "kafka.stream.state",
            "kafka.stream.thread.process.rate",
            "kafka.stream.thread.process.total",
            "kafka.stream.thread.process.latency.avg",
            "kafka.stream.thread.process.latency.max",
            "kafka.stream.thread.commit.rate",
            "kafka.stream.thread.commit.total",
            "kafka.stream.thread.commit.latency.avg",
            "kafka.stream.thread.commit.latency.max",
            "kafka.stream.thread.poll.latency.avg",
            "kafka.stream.thread.task.created.total",
            "kafka.stream.thread.task.closed.total",
            "kafka.stream.task.dropped.records.total",
            "kafka.stream.task.record.lateness",
            "kafka.stream.state.restore",
            "kafka.stream.state.standby",
            "kafka.stream.state.update",
            "kafka.stream.state.total.sst.files.size",
            "kafka.stream.state.block.cache.usage",
            "kafka.stream.state.cur.size.all.mem.tables",
            "kafka.app.info");

    static final MeterFilter FILTER = new MeterFilter() {
        @Override
        public MeterFilterReply accept(Meter.Id id) {
            String name = id.getName();
            boolean unwanted = name.startsWith("kafka.") && KEPT.stream().noneMatch(name::startsWith);
            return unwanted ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
        }
    };

    private KafkaMeters() {}
}
