package ai.rios.bench.floor;

import ai.rios.bench.BenchException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The floor of writes: a bare Helidon POST that parses the body, does one acks=all send and answers 201 when the broker
 * has the record. Nothing is decided, nothing is read back: no handler, no transaction, no outcome, no tokens.
 *
 * <p>Arguments: bootstrap servers, topic (made here), partitions, the producer's linger in milliseconds.
 */
public final class FloorPost {
    /** The body's fields, as the product's. */
    record Spec(
            String name,
            String image,
            Resources resources,
            Map<String, String> env,
            Map<String, String> labels,
            String region,
            int replicas) {}

    /** Processors and memory (MiB). */
    record Resources(int cpu, int memory) {}

    /** The answer: what was sent and where the broker put it. */
    record Accepted(String id, String status, Spec spec) {}

    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final HeaderName TENANT = HeaderNames.create("Tenant");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectReader SPECS = MAPPER.readerFor(Spec.class);
    private static final ObjectWriter ANSWERS = MAPPER.writerFor(Accepted.class);

    private final Producer<String, byte[]> producer;
    private final String topic;

    private FloorPost(Producer<String, byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    /** Serves until standard input closes. */
    public static void main(String[] args) {
        String servers = args[0];
        String topic = args[1];
        createTopic(servers, topic, Integer.parseInt(args[2]));
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                args[3]);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            FloorPost floor = new FloorPost(producer, topic);
            FloorServer.serve(routing -> routing.post("/v1/deployments", floor::post));
        }
    }

    private void post(ServerRequest request, ServerResponse response) {
        byte[] body = request.content().as(byte[].class);
        try {
            Spec spec = SPECS.readValue(body);
            String tenant = request.headers().first(TENANT).orElse("");
            long offset = producer.send(new ProducerRecord<>(topic, tenant, body))
                    .get()
                    .offset();
            byte[] answer = ANSWERS.writeValueAsBytes(new Accepted("deploy_" + offset, "pending", spec));
            response.status(Status.CREATED_201).header(JSON).send(answer);
        } catch (JsonProcessingException e) {
            response.status(Status.BAD_REQUEST_400).send(e.getOriginalMessage());
        } catch (IOException | ExecutionException e) {
            throw new BenchException("Cannot send to " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while sending to " + topic, e);
        }
    }

    private static void createTopic(String servers, String topic, int partitions) {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new BenchException("Cannot create topic " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while creating topic " + topic, e);
        }
    }
}
