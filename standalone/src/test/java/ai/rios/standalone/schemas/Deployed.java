package ai.rios.standalone.schemas;

import ai.rios.schemas.registry.RegistryClient;
import ai.rios.schemas.registry.RegistryConfig;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.topics.TopicsApply;
import ai.rios.standalone.testing.TestCluster;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The deploy step on the tests' cluster. Close it after the tests. */
record Deployed(Admin admin, RegistryClient registry, TopicCatalogue catalogue) implements AutoCloseable {
    /** Clients for a test class; nothing is applied yet. */
    static Deployed forTest(Class<?> test) {
        TestCluster cluster = TestCluster.shared();
        return new Deployed(
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) cluster.bootstrapServers())),
                new RegistryClient(RegistryConfig.of(List.of(URI.create(cluster.registryUrl())))),
                TopicCatalogue.of(TestCluster.topicPrefix(test), 3));
    }

    TopicsApply.Report apply() {
        return apply(catalogue);
    }

    TopicsApply.Report apply(TopicCatalogue other) {
        return new TopicsApply(admin, registry, TopicsApply.BROKER_DEFAULT_REPLICATION, Duration.ofSeconds(30))
                .apply(other);
    }

    @Override
    public void close() {
        registry.close();
        admin.close();
    }
}
