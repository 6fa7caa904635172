package ai.rios.standalone.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.codec.Codecs;
import ai.rios.schemas.codec.MessageSerde;
import ai.rios.schemas.codec.SchemasUnavailableException;
import ai.rios.schemas.codec.UnknownSchemaException;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistrySchemaIds;
import ai.rios.schemas.registry.SchemaCache;
import ai.rios.standalone.process.FreePorts;
import ai.rios.standalone.process.Installation;
import ai.rios.standalone.process.RegistryConfig;
import ai.rios.standalone.process.RegistryProcess;
import ai.rios.standalone.testing.TestCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry of the test's own, on the shared broker, that dies. */
final class RegistryLossIT {
    @TempDir
    Path folder;

    @Test
    void idsThatAreKnownOutliveTheRegistry() {
        try (Deployed deployed = Deployed.forTest(RegistryLossIT.class);
                RegistryProcess mortal = start();
                RegistryClient client = client(mortal)) {
            deployed.apply();
            String topic = deployed.catalogue().deploymentEvents().name();
            DeploymentEvent event = EventSamples.all().getFirst();
            MessageSerde<DeploymentEvent> before = serde(client);
            byte[] bytes = before.serializer().serialize(topic, event);
            assertThat(before.deserializer().deserialize(topic, bytes)).isEqualTo(event);

            mortal.child().kill();

            assertThat(before.serializer().serialize(topic, event)).isEqualTo(bytes);
            MessageSerde<DeploymentEvent> restarted = serde(client);
            assertThat(restarted.serializer().serialize(topic, event)).isEqualTo(bytes);
            assertThat(restarted.deserializer().deserialize(topic, bytes)).isEqualTo(event);
            assertThatThrownBy(() -> restarted.serializer().serialize("never.seen", event))
                    .isInstanceOf(SchemasUnavailableException.class);
        }
    }

    @Test
    void aServiceRegistersNothing() {
        try (Deployed deployed = Deployed.forTest(RegistryLossIT.class)) {
            MessageSerde<DeploymentEvent> serde = new MessageSerde<>(
                    Codecs.EVENT, new RegistrySchemaIds(deployed.registry(), SchemaCache.inMemory()));

            assertThatThrownBy(() -> serde.serializer()
                            .serialize(
                                    "registrylossit.never.applied",
                                    EventSamples.all().getFirst()))
                    .isInstanceOf(UnknownSchemaException.class)
                    .hasMessageContaining("./rios topics apply");
            assertThat(deployed.registry().find("registrylossit.never.applied-value", Codecs.EVENT.schema()))
                    .isEmpty();
        }
    }

    private MessageSerde<DeploymentEvent> serde(RegistryClient client) {
        SchemaCache cache = SchemaCache.in(folder.resolve("schemas.json"));
        return new MessageSerde<>(Codecs.EVENT, new RegistrySchemaIds(client, cache));
    }

    private static RegistryClient client(RegistryProcess registry) {
        return new RegistryClient(new ai.rios.schemas.registry.RegistryConfig(
                List.of(URI.create(registry.url())), null, null, Duration.ofSeconds(5), 2, Duration.ofMillis(50)));
    }

    private RegistryProcess start() {
        RegistryConfig config = new RegistryConfig(
                folder,
                FreePorts.pick(),
                FreePorts.pick(),
                TestCluster.shared().bootstrapServers(),
                RegistryConfig.DEFAULT_HEAP_MEBIBYTES,
                List.of());
        RegistryProcess registry = RegistryProcess.start(config, Installation.locate());
        registry.awaitReady(Duration.ofMinutes(2));
        return registry;
    }
}
