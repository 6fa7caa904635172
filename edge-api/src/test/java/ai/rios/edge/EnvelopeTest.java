package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.EdgeFixture.Reply;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final String TYPE = "application/vnd.rios.envelope+json";

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

    private static String envelope(String members, String data) {
        return "{\"requestId\": \"r-1\", " + members + "\"data\": " + data + "}";
    }

    @Test
    void anEnvelopeIsAnsweredByOne() {
        String metadata = "\"timestamp\": \"2026-11-24T10:00:00+02:00\", "
                + "\"metadata\": {\"version\": \"2024-01-15\", \"client\": \"sdk/1.0\"}, ";

        Reply reply = edge.post("/v1/deployments", envelope(metadata, EdgeFixture.APP.replace("my-app", "enveloped")));

        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(reply.json().path("requestId").asText()).isEqualTo("r-1");
        assertThat(reply.json().path("status").asText()).isEqualTo("success");
        assertThat(reply.json().at("/data/name").asText()).isEqualTo("enveloped");
        assertThat(Instant.parse(reply.json().path("timestamp").asText())).isNotNull();
        assertThat(reply.header("X-Request-ID")).isEqualTo("r-1");
        assertThat(edge.backbone.commands().getLast().requestId()).isEqualTo("r-1");
        assertThat(edge.get("/metrics").text()).contains("rios_http_clients_total{client=\"sdk/1.0\"");
    }

    @Test
    void anErrorStandsInTheEnvelopeToo() {
        Reply reply = edge.post("/v1/deployments", envelope("", "{\"name\": 5}"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("status").asText()).isEqualTo("error");
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("invalid_request");
        assertThat(reply.json().at("/error/requestId").asText()).isEqualTo("r-1");
        assertThat(reply.json().has("data")).isFalse();
    }

    @Test
    void aClientsNameIsBounded() {
        String metadata = "\"metadata\": {\"client\": \"%s\"}, ".formatted("c".repeat(65));

        Reply reply = edge.post("/v1/deployments", envelope(metadata, EdgeFixture.APP.replace("my-app", "bounded")));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/details/field").asText()).isEqualTo("metadata.client");
    }

    @Test
    void aRequestWithoutABodyAsksByItsAcceptHeader() {
        String id = edge.create("asked");

        Reply reply = edge.get("/v1/deployments/" + id, "Accept", TYPE);
        Reply waited = edge.get("/v1/deployments/" + id + "?wait=1&for=running", "Accept", TYPE);
        Reply missing = edge.get("/v1/deployments/nope", "Accept", TYPE);

        assertThat(reply.header("Content-Type")).isEqualTo(TYPE);
        assertThat(reply.json().at("/data/id").asText()).isEqualTo(id);
        assertThat(waited.json().path("waitSatisfied").asBoolean(true)).isFalse();
        assertThat(missing.header("Content-Type")).isEqualTo(TYPE);
        assertThat(missing.json().path("status").asText()).isEqualTo("error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T10:00:00Z",
                "2026-11-24t10:00:00.123456789012z",
                "2026-11-24T10:00:00+23:59",
                "0000-02-29T23:59:59-18:01"
            })
    void everyTimeOfRfc3339IsTaken(String time) {
        Reply reply = edge.post("/v1/deployments", envelope("\"timestamp\": \"%s\", ".formatted(time), "{}"));

        assertThat(reply.json().at("/error/details/field").asText()).isNotEqualTo("timestamp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-11-24",
                "2026-11-24T10:00Z",
                "2026-11-24T10:00:00",
                "2026-02-30T10:00:00Z",
                "2026-11-24T10:00:00+24:00",
                "2026-11-24 10:00:00Z"
            })
    void whatIsNoTimeIsRefused(String time) {
        assertField(envelope("\"timestamp\": \"%s\", ".formatted(time), "{}"), "timestamp");
    }

    @Test
    void theEnvelopeItselfMustBeSound() {
        assertField(envelope("\"colour\": 1, ", "{}"), "colour");
        assertField(envelope("\"metadata\": {\"version\": 3}, ", "{}"), "metadata.version");
        assertField(envelope("", "{}").replace("r-1", "no good"), "requestId");
        assertThat(edge.post("/v1/deployments", envelope("\"metadata\": {\"version\": \"1999-01-01\"}, ", "{}"))
                        .code())
                .isEqualTo("unsupported_version");
    }

    @Test
    void theKeysFingerprintIsThatOfThePayloadAlone() {
        String app = EdgeFixture.APP.replace("my-app", "fingerprint");

        Reply plain = edge.post("/v1/deployments", app, "Idempotency-Key", "env-1");
        Reply enveloped = edge.post("/v1/deployments", envelope("", app), "Idempotency-Key", "env-1");

        assertThat(plain.status()).isEqualTo(201);
        assertThat(enveloped.status()).isEqualTo(201);
        assertThat(enveloped.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(enveloped.json().path("data")).isEqualTo(plain.json());
    }

    private static void assertField(String body, String field) {
        Reply reply = edge.post("/v1/deployments", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/details/field").asText()).isEqualTo(field);
    }
}
