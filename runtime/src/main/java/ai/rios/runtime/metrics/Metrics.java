package ai.rios.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The metrics of one process. Every meter has the tags {@code service} and {@code instance}. Of the Kafka clients' several
 * thousand figures those of {@link KafkaMeters} are kept, so that a scrape stays small. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    /** What Prometheus expects as the content type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration KAFKA_REFRESH = Duration.ofSeconds(10);

    private final PrometheusMeterRegistry registry;
    private final Deque<Runnable> bound = new ArrayDeque<>();
    private final ScheduledExecutorService refresh = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-metrics-refresh").factory());

    private Metrics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Starts a registry with the JVM's figures in it.
     *
     * @param service such as {@code edge}
     * @param instance which of its instances
     */
    public static Metrics open(String service, String instance) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().commonTags("service", service, "instance", instance).meterFilter(KafkaMeters.FILTER);
        Metrics metrics = new Metrics(registry);
        JvmGcMetrics collections = new JvmGcMetrics();
        metrics.bound.push(collections::close);
        List.<MeterBinder>of(
                        collections,
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics())
                .forEach(binder -> binder.bindTo(registry));
        return metrics;
    }

    /** Where the services make their meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Adds the figures of a Streams application: all its threads, tasks and clients. Call before it starts. */
    public synchronized void bind(KafkaStreams streams) {
        KafkaStreamsMetrics binder = new KafkaStreamsMetrics(streams, Tags.empty(), refresh, KAFKA_REFRESH);
        binder.bindTo(registry);
        bound.push(binder::close);
    }

    /** Adds the figures of a consumer. */
    public synchronized void bind(Consumer<?, ?> consumer) {
        KafkaClientMetrics binder = new KafkaClientMetrics(consumer, Tags.empty(), refresh, KAFKA_REFRESH);
        binder.bindTo(registry);
        bound.push(binder::close);
    }

    /** Adds the figures of a producer. */
    public synchronized void bind(Producer<?, ?> producer) {
        KafkaClientMetrics binder = new KafkaClientMetrics(producer, Tags.empty(), refresh, KAFKA_REFRESH);
        binder.bindTo(registry);
        bound.push(binder::close);
    }

    /** All metrics in Prometheus' text form. */
    public String scrape() {
        return registry.scrape();
    }

    /** Lets go of the clients' figures and ends. */
    @Override
    public synchronized void close() {
        while (!bound.isEmpty()) {
            bound.pop().run();
        }
        refresh.shutdownNow();
        registry.close();
    }
}
