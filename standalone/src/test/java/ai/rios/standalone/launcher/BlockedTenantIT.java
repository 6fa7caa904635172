package ai.rios.standalone.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
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
    private static final Pattern METRIC = Pattern.compile("(?m)^rios_projections_blocked_tenants\\{.*} (.+)$");

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
        List<String> metrics = mode.isEmpty() ? List.of(http) : healthOfProjections();
        assertThat(blockedTenants(metrics)).isZero();
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
            assertThat(blockedTenants(metrics)).isOne();
            assertThat(blocked.create("after")).isEqualTo(201);
            assertThat(blocked.readAt("/v1/deployments", 2)).isEqualTo(503);
            assertThat(blocked.names()).containsExactly("before");
            assertThat(other.create("elsewhere")).isEqualTo(201);
            assertThat(Launcher.await(() -> other.names().contains("elsewhere"), LIMIT))
                    .isTrue();
        }
    }

    /** Addresses of the processes that fold, each of which shows metrics of its own. */
    private List<String> healthOfProjections() throws IOException {
        List<String> addresses = new ArrayList<>();
        for (String name : List.of("projections-1", "projections-2")) {
            Properties settings = new Properties();
            try (Reader in = Files.newBufferedReader(folder.resolve("run").resolve(name + ".properties"))) {
                settings.load(in);
            }
            addresses.add("http://127.0.0.1:" + settings.getProperty("health.port"));
        }
        return addresses;
    }

    /** The sum of the metric over all of them; each has it. */
    private static int blockedTenants(List<String> addresses) throws IOException, InterruptedException {
        int sum = 0;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String address : addresses) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/metrics"))
                        .timeout(LIMIT)
                        .build();
                String text =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                List<String> values = METRIC.matcher(text)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                assertThat(values).as(text).hasSize(1);
                sum += (int) Double.parseDouble(values.getFirst());
            }
        }
        return sum;
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
