package ai.rios.edge.outbound;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.StallingServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedExchangeTest {
    @Test
    void aBodyThatStallsIsGivenUp() throws IOException {
        try (StallingServer server = new StallingServer();
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.address()).build();

            assertThatThrownBy(() ->
                            BoundedExchange.send(client, request, BodyHandlers.ofByteArray(), Duration.ofMillis(200)))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessageEndingWith(" gave no whole answer in 200 ms");
        }
    }
}
