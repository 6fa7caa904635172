package ai.rios.standalone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

final class TestClusterIT {
    @Test
    void theBrokerMakesTopicsForATest() throws Exception {
        String topic = TestCluster.topicPrefix(TestClusterIT.class) + "anything";
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestCluster.shared().bootstrapServers());

        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(3), Optional.empty())))
                    .all()
                    .get();

            assertThat(admin.listTopics().names().get()).contains(topic);
        }
    }

    @Test
    void theRegistrySpeaksConfluentsInterface() throws Exception {
        URI subjects = URI.create(TestCluster.shared().registryUrl() + "/subjects");

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(subjects).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).startsWith("[");
        }
    }
}
