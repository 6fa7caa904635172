package ai.rios.bench.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final List<Tenant> TENANTS = List.of(new Tenant("a", "token-a"), new Tenant("b", "token-b"));

    @Test
    void everyCreationHasANameOfItsOwnAndTenantsTakeTurns() throws Exception {
        CreateRequests requests = new CreateRequests("h", TENANTS, "p");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            String request = text(requests.next());
            String body = request.substring(request.indexOf("\r\n\r\n") + 4);
            assertThat(request)
                    .contains("Bearer token-" + (i % 2 == 0 ? "a" : "b"), "Content-Length: " + body.length() + "\r\n");
            names.add(new ObjectMapper().readTree(body).path("name").asText());
        }
        assertThat(names).hasSize(2_000).allMatch(name -> name.matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?"));
    }

    @Test
    void readsGoRoundTheirTargets() {
        ReadRequests requests = new ReadRequests(
                "h",
                List.of(
                        new ReadRequests.Target(TENANTS.getFirst(), "deploy_1"),
                        new ReadRequests.Target(TENANTS.getLast(), "deploy_2")));

        String first = text(requests.next());

        assertThat(first)
                .startsWith("GET /v1/deployments/deploy_1 HTTP/1.1\r\n")
                .contains("Bearer token-a");
        assertThat(text(requests.next())).startsWith("GET /v1/deployments/deploy_2 ");
        assertThat(text(requests.next())).isEqualTo(first);
    }

    @Test
    void theStatusOfAStackNamesItsProcesses() {
        StackStatus status = StackStatus.parse("""
                {"state":"ready","http":"http://127.0.0.1:8080","kafka":"127.0.0.1:9092",
                 "processes":[{"name":"services","pid":7,"state":"running"},{"name":"broker","pid":8}]}""");

        assertThat(status.address().getPort()).isEqualTo(8080);
        assertThat(status.pids()).containsEntry("services", 7L).containsEntry("broker", 8L);
    }

    private static String text(ByteBuffer request) {
        return StandardCharsets.US_ASCII.decode(request).toString();
    }
}
