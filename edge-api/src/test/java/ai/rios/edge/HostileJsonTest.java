package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.rios.edge.EdgeFixture.Reply;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are not what they must be: each is refused with field and reason, and none gets as far as the log. */
class HostileJsonTest {
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

    static Stream<Arguments> hostile() {
        String ok = "\"name\":\"a\",\"image\":\"b\"";
        return Stream.of(
                arguments("empty", "", "body", "must not be empty"),
                arguments("no JSON", "name=a", "body", "is not JSON"),
                arguments("cut off", "{\"name\":\"a\"", "body", "is not JSON"),
                arguments("trailing text", "{" + ok + "} x", "body", "is not JSON"),
                arguments("second value", "{" + ok + "}{}", "body", "must end after the JSON value"),
                arguments("byte order mark", "\uFEFF{" + ok + "}", "body", "must not start with a byte order mark"),
                arguments("array", "[]", "body", "must be an object"),
                arguments("null", "null", "body", "must be an object"),
                arguments("comment", "{/*x*/" + ok + "}", "body", "is not JSON"),
                arguments("single quotes", "{'name':'a'}", "body", "is not JSON"),
                arguments("NaN", "{" + ok + ",\"replicas\":NaN}", "body", "is not JSON"),
                arguments("leading zero", "{" + ok + ",\"replicas\":01}", "body", "is not JSON"),
                arguments("control character", "{\"name\":\"a\u0001\",\"image\":\"b\"}", "body", "is not JSON"),
                arguments("too deep", "[".repeat(40) + "]".repeat(40), "body", "must not nest deeper than 16 levels"),
                arguments("deep in vain", "{\"a\":".repeat(5_000), "body", "must not nest deeper than 16 levels"),
                arguments("unknown field", "{" + ok + ",\"colour\":1}", "colour", "is unknown"),
                arguments(
                        "unknown nested",
                        "{" + ok + ",\"resources\":{\"cpu\":1,\"memory\":128,\"gpu\":1}}",
                        "resources.gpu",
                        "is unknown"),
                arguments("duplicate key", "{" + ok + ",\"name\":\"c\"}", "name", "must not stand twice"),
                arguments(
                        "nested duplicate",
                        "{" + ok + ",\"env\":{\"A\":\"1\",\"A\":\"2\"}}",
                        "env.A",
                        "must not stand twice"),
                arguments("escaped duplicate", "{" + ok + ",\"n\\u0061me\":\"c\"}", "name", "must not stand twice"),
                arguments("text for number", "{" + ok + ",\"replicas\":\"3\"}", "replicas", "must be a whole number"),
                arguments("fraction", "{" + ok + ",\"replicas\":2.5}", "replicas", "must be a whole number"),
                arguments("number for text", "{\"name\":5,\"image\":\"b\"}", "name", "must be a text"),
                arguments("null for text", "{\"name\":null,\"image\":\"b\"}", "name", "must be a text"),
                arguments("flag for object", "{" + ok + ",\"env\":true}", "env", "must be an object of texts"),
                arguments("number in texts", "{" + ok + ",\"env\":{\"A\":1}}", "env.A", "must be a text"),
                arguments(
                        "too large for int",
                        "{" + ok + ",\"replicas\":99999999999}",
                        "replicas",
                        "must be between -2147483648 and 2147483647"),
                arguments(
                        "huge exponent", "{" + ok + ",\"replicas\":1e999999999}", "replicas", "must be a whole number"),
                arguments(
                        "endless number",
                        "{" + ok + ",\"replicas\":" + "9".repeat(5_000) + "}",
                        "body",
                        "must not hold numbers of more than 64 digits"),
                arguments(
                        "lone high surrogate",
                        "{" + ok + ",\"region\":\"\\ud800\"}",
                        "region",
                        "must not hold half of a surrogate pair"),
                arguments(
                        "lone low surrogate in key", "{" + ok + ",\"env\":{\"\\udc00\":\"x\"}}", "body", "is not JSON"),
                arguments("missing field", "{\"name\":\"a\"}", "image", "is required"),
                arguments(
                        "half resources", "{" + ok + ",\"resources\":{\"cpu\":1}}", "resources.memory", "is required"),
                arguments("read-only", "{" + ok + ",\"status\":\"running\"}", "status", "is read-only"),
                arguments(
                        "no such state",
                        "{" + ok + ",\"desired\":\"flying\"}",
                        "desired",
                        "must be running or stopped"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void isRefusedWithFieldAndReason(String kind, String body, String field, String reason) {
        int before = edge.backbone.commands().size();

        Reply reply = edge.post("/v1/deployments", body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("invalid_request");
        assertThat(reply.json().at("/error/details/field").asText()).isEqualTo(field);
        assertThat(reply.json().at("/error/details/reason").asText()).startsWith(reason);
        assertThat(edge.backbone.commands()).hasSize(before);
    }

    static Stream<byte[]> notUtf8() {
        return Stream.of(
                new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}, // overlong
                new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, // a surrogate
                new byte[] {'"', (byte) 0xFF, '"'},
                "\"ü\"".getBytes(StandardCharsets.ISO_8859_1),
                "{}".getBytes(StandardCharsets.UTF_16));
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void bytesThatAreNotUtf8AreRefused(byte[] body) {
        Reply reply = edge.send(edge.request("/v1/deployments")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/error/details/reason").asText()).isEqualTo("must be UTF-8");
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        Reply reply = edge.post("/v1/deployments", """
                {"name": 1, "resources": {"cpu": "2", "gpu": 1}, "labels": {"a": 1}, "replicas": 1.5, "x": null}""");

        List<String> fields = reply.json().at("/error/details/violations").findValuesAsText("field");
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "image",
                        "name",
                        "resources.memory",
                        "resources.cpu",
                        "resources.gpu",
                        "labels.a",
                        "replicas",
                        "x");
    }

    @Test
    void aBodyOverTheBoundIsRefused() {
        Reply reply = edge.post("/v1/deployments", "{\"name\":\"" + "a".repeat(1_048_577) + "\"}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.code()).isEqualTo("payload_too_large");
    }

    @Test
    void wholeNumbersMayBeWrittenAsSuchInAnyForm() {
        Reply reply = edge.post("/v1/deployments", "{\"name\":\"numbers\",\"image\":\"b\",\"replicas\":2.0e0}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(reply.json().path("replicas").asInt()).isEqualTo(2);
    }
}
