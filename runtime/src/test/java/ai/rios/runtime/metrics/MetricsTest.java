package ai.rios.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

final class MetricsTest {
    @Test
    void everyMeterSaysWhichServiceAndInstance() {
        try (Metrics metrics = Metrics.open("edge", "edge-1")) {
            metrics.registry().counter("rios.http.requests", "method", "GET").increment();

            assertThat(metrics.scrape())
                    .contains("rios_http_requests_total{instance=\"edge-1\",method=\"GET\",service=\"edge\"} 1.0")
                    .contains("jvm_memory_used_bytes{area=\"heap\"")
                    .contains("process_uptime_seconds{instance=\"edge-1\",service=\"edge\"}");
        }
    }

    @Test
    void ofAClientsManyFiguresTheTellingOnesAreKept() {
        try (Metrics metrics = Metrics.open("edge", "edge-1");
                Producer<String, String> producer = unconnected()) {
            metrics.bind(producer);

            assertThat(metrics.scrape())
                    .contains("kafka_producer_record_send_rate{")
                    .doesNotContain("kafka_producer_network_io_rate")
                    .doesNotContain("kafka_producer_node_");
        }
    }

    @Test
    void closingLetsGoOfTheClients() {
        Metrics metrics = Metrics.open("edge", "edge-1");
        try (Producer<String, String> producer = unconnected()) {
            metrics.bind(producer);
            metrics.close();

            assertThat(metrics.scrape()).doesNotContain("kafka_producer");
        }
    }

    /** A producer that never reaches a broker: its figures are there from the start. */
    private static Producer<String, String> unconnected() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "127.0.0.1:1",
                        ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG,
                        Duration.ofMinutes(1).toMillis()),
                new StringSerializer(),
                new StringSerializer());
    }
}
