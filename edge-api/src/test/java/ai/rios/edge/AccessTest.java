package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.edge.auth.DevTokens;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what. What makes a token good is tested beside its authenticator. */
class AccessTest {
    @TempDir
    static Path folder;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() {
        edge = EdgeFixture.start(folder);
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    private static Reply with(String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(edge.uri("/v1/deployments"));
        return edge.send(headers.length == 0 ? request : request.headers(headers));
    }

    @Test
    void withoutACredentialThereIsAChallenge() {
        Reply reply = with();

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("unauthenticated");
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"rios\"");
    }

    @Test
    void aBadCredentialIsRefusedWithTheReason() {
        Reply reply = with("Authorization", "Bearer nonsense");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(with("Authorization", "Basic YTpi").status()).isEqualTo(401);
        assertThat(with("Authorization", "Bearer rios_unknown").status()).isEqualTo(401);
        assertThat(with("X-API-Key", "rios_unknown").status()).isEqualTo(401);
    }

    @Test
    void twoCredentialsAreOneTooMany() {
        Reply reply = with("Authorization", "Bearer " + edge.token("acme"), "X-API-Key", "rios_x");

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void aTokenThatIsOverSaysSo() {
        String token = edge.tokens.mint(
                new DevTokens.Claims("acme", "alice", List.of("deployments:read"), "default", Duration.ofSeconds(-1)));

        Reply reply = with("Authorization", "Bearer " + token);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("token_expired");
    }

    @Test
    void theSchemesNameIsReadInAnyCase() {
        assertThat(with("Authorization", "bearer " + edge.token("acme")).status())
                .isEqualTo(200);
    }

    @Test
    void eachRouteWantsItsScope() {
        record Case(String method, String path, String scope) {}
        List<Case> cases = List.of(
                new Case("GET", "/v1/deployments", "deployments:read"),
                new Case("POST", "/v1/deployments", "deployments:write"),
                new Case("PUT", "/v1/deployments/x", "deployments:write"),
                new Case("PATCH", "/v1/deployments/x", "deployments:write"),
                new Case("DELETE", "/v1/deployments/x", "deployments:write"),
                new Case("POST", "/v1/deployments/x/status", "deployments:status"),
                new Case("GET", "/v1/deployments/x/events", "deployments:read"),
                new Case("GET", "/v1/operations/x", "deployments:read"));
        for (Case one : cases) {
            Reply reply = edge.send(HttpRequest.newBuilder(edge.uri(one.path()))
                    .header("Authorization", "Bearer " + edge.token("acme", "logs:read"))
                    .method(one.method(), HttpRequest.BodyPublishers.noBody()));
            assertThat(reply.status()).as(one.toString()).isEqualTo(403);
            assertThat(reply.json().at("/error/details/scope").asText()).isEqualTo(one.scope());
        }
    }

    @Test
    void anAdministratorMayDoAll() {
        Reply reply = with("Authorization", "Bearer " + edge.token("acme", "admin"));

        assertThat(reply.status()).isEqualTo(200);
    }
}
