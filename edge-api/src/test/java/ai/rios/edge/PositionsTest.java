package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.QueryUnavailableException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer about deployments names the tenant's position, also where no outcome and no view gave it. */
class PositionsTest {
    @TempDir
    Path folder;

    private EdgeFixture edge;

    @BeforeEach
    void start() {
        edge = EdgeFixture.start(folder);
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void errorsNameWhatTheEdgeHasSeen() {
        String id = edge.create("first");
        edge.create("second");

        List<Reply> replies = List.of(
                edge.post("/v1/deployments", "{}"),
                edge.post("/v1/batch", "{}"),
                edge.post("/v1/deployments", "{}", "Content-Encoding", "nope"),
                edge.get("/v1/deployments?limit=0"),
                edge.get("/v1/deployments", "API-Version", "1999-12-31"),
                edge.get("/v1/deployments", "Accept", "text/html"),
                edge.get("/v1/deployments/" + id + "/nothing/here"),
                edge.get("/v1/operations/op_nope"),
                edge.send("POST", "/v1/deployments/" + id, "{}"),
                edge.send("PUT", "/v1/deployments/" + id, EdgeFixture.APP),
                edge.send("PUT", "/v1/deployments/" + id, EdgeFixture.APP, "If-Match", "\"7\""),
                edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments"))
                        .header("Authorization", "Bearer " + edge.token("acme", "tasks:read"))
                        .GET()));

        assertThat(replies)
                .extracting(Reply::status)
                .containsExactly(400, 400, 415, 400, 400, 406, 404, 404, 405, 428, 412, 403);
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.header("X-RiOS-Position"))
                        .as(reply.status() + " " + reply.text())
                        .isEqualTo("2"));
    }

    @Test
    void refusalsBelowTheRoutesNameItToo() {
        edge.create("first");
        edge.create("second");
        String head = "POST /v1/deployments HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n";

        String known = refused(head + "Authorization: Bearer " + edge.token("acme") + "\r\n\r\n");
        String stranger = refused(head + "Authorization: Bearer bad\r\n\r\n");

        assertThat(known).startsWith("HTTP/1.1 413").contains("X-RiOS-Position: 2\r\n");
        assertThat(stranger).startsWith("HTTP/1.1 413").doesNotContain("X-RiOS-Position");
    }

    private String refused(String request) {
        try (RawSocket socket = new RawSocket("127.0.0.1", edge.edge.port()).say(request)) {
            return socket.hearUntilClosed();
        }
    }

    @Test
    void writesWithoutAnOutcomeNameWhatTheEdgeHasSeen() {
        edge.create("first");
        edge.backbone.fallSilent();

        Reply underWay = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async");
        Reply unknown = edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "wait=1");
        for (int i = 0; i < 254; i++) {
            edge.post("/v1/deployments", EdgeFixture.APP, "Prefer", "respond-async");
        }
        Reply tooMany = edge.post("/v1/deployments", EdgeFixture.APP);

        assertThat(List.of(underWay, unknown, tooMany))
                .extracting(Reply::status)
                .containsExactly(202, 504, 429);
        assertThat(List.of(underWay, unknown, tooMany))
                .allSatisfy(reply -> assertThat(reply.header("X-RiOS-Position")).isEqualTo("1"));
    }

    @Test
    void whatWasSeenIsStillToldWhenNoViewAnswers() {
        edge.create("first");
        edge.views.failWith(new QueryUnavailableException("down", null));

        Reply reply = edge.get("/v1/deployments");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("X-RiOS-Position")).isEqualTo("1");
    }

    @Test
    void ofATenantThatTheEdgeHasNotSeenTheViewsAreAsked() {
        edge.views.fold(new DeploymentEvent(
                "evt_1",
                "acme",
                "deploy_1",
                1,
                7,
                Instant.EPOCH,
                new DeploymentEvent.Cause("op_1", "req_1", "alice", "create", null, null),
                null,
                DeploymentStatus.PENDING,
                1,
                new Change.Created(DeploymentSpec.of("web", "nginx"))));

        Reply reply = edge.post("/v1/deployments", "{}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("X-RiOS-Position")).isEqualTo("7");
    }

    @Test
    void whereNothingIsKnownNothingIsTold() {
        edge.views.failWith(new QueryUnavailableException("down", null));

        assertThat(edge.get("/v1/deployments").header("X-RiOS-Position")).isEmpty();
        assertThat(edge.post("/v1/deployments", "{}").header("X-RiOS-Position")).isEmpty();
    }

    @Test
    void strangersAndOtherPathsAreToldNone() {
        edge.create("first");

        Reply stranger = edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments")));
        Reply nowhere = edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments/x"))
                .header("Authorization", "Bearer bad")
                .method("POST", BodyPublishers.noBody()));
        Reply ticket = edge.post("/v1/tickets", "{}");
        Reply other = edge.send(HttpRequest.newBuilder(edge.uri("/v1/deployments/x/y"))
                .header("Authorization", "Bearer " + edge.token("other")));

        assertThat(List.of(stranger, nowhere, ticket))
                .allSatisfy(reply -> assertThat(reply.header("X-RiOS-Position")).isEmpty());
        assertThat(other.header("X-RiOS-Position")).isEqualTo("0");
    }
}
