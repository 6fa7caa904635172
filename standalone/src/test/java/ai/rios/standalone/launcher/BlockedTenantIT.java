package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event that cannot be read stops the views of its tenant, and nobody else's. */
final class BlockedTenantIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        new Launcher(folder).down();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--split"})
    void itsReadersAreToldStatusNamesItAndOthersGoOn(String mode) throws Exception {
        Launcher stack = new Launcher(folder);
        Launcher.Result up = mode.isEmpty() ? stack.up() : stack.up(mode);
        assertThat(up.status()).as(up.output()).isZero();
        JsonNode status = stack.status();
        String http = status.path("http").asText();
        assertThat(status.has("blocked_tenants")).isFalse();
        try (Client blocked = new Client(http, stack.token("--tenant", "blocked"));
                Client other = new Client(http, stack.token("--tenant", "other"))) {
            assertThat(blocked.create("before")).isEqualTo(201);
            assertThat(Launcher.await(() -> blocked.names().contains("before"), LIMIT))
                    .isTrue();

            writeUnreadableEvent(status.path("kafka").asText(), "blocked");

            assertThat(Launcher.await(() -> stack.status().has("blocked_tenants"), LIMIT))
                    .isTrue();
            assertThat(stack.status().path("blocked_tenants"))
                    .extracting(JsonNode::asText)
                    .containsExactly("blocked");
            assertThat(blocked.create("after")).isEqualTo(201);
            assertThat(blocked.readAt("/v1/deployments", 2)).isEqualTo(503);
            assertThat(blocked.names()).containsExactly("before");
            assertThat(other.create("elsewhere")).isEqualTo(201);
            assertThat(Launcher.await(() -> other.names().contains("elsewhere"), LIMIT))
                    .isTrue();
        }
    }

    private static void writeUnreadableEvent(String kafka, String tenant)
            throws ExecutionException, InterruptedException {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all"), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("rios.deployments.events", tenant, "no Avro"))
                    .get();
        }
    }
}
