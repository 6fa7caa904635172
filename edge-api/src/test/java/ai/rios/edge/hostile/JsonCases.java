package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.post;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bodies that are not what they must be: each is refused with field and reason, and none gets as far as the log. */
final class JsonCases {
    private static final String GOOD = "\"name\":\"a\",\"image\":\"b\"";

    private final Rows rows = new Rows(Group.JSON, Rule.EVERY_FIELD);

    private JsonCases() {}

    static List<HostileCase> all() {
        JsonCases cases = new JsonCases();
        cases.texts();
        cases.depths();
        cases.duplicates();
        cases.numbers();
        cases.characters();
        cases.shapes();
        cases.envelopes();
        cases.types();
        return cases.rows.all();
    }

    private void row(String name, String field, String reason, String body) {
        row(name, field, reason, body.getBytes(StandardCharsets.UTF_8));
    }

    private void row(String name, String field, String reason, byte[] body) {
        rows.send(
                name,
                "400 invalid_request (" + field + ": " + reason + "), open",
                world -> post("/v1/deployments").bearer(world.token()).body(body));
    }

    private void texts() {
        row("nothing", "body", "must not be empty", "");
        row("spaces alone", "body", "must not be empty", "   ");
        row("a form", "body", "is not JSON", "name=a");
        row(
                "XML with an entity",
                "body",
                "is not JSON",
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>");
        row("cut off", "body", "is not JSON", "{\"name\":\"a\"");
        row("cut off in a text", "body", "is not JSON", "{\"name\":\"a");
        row("text behind it", "body", "is not JSON", "{" + GOOD + "} x");
        row("a second value", "body", "must end after the JSON value", "{" + GOOD + "}{}");
        row("a byte order mark", "body", "must not start with a byte order mark", "\uFEFF{" + GOOD + "}");
        row("a comment", "body", "is not JSON", "{/*x*/" + GOOD + "}");
        row("single quotes", "body", "is not JSON", "{'name':'a'}");
        row("a comma too many", "body", "is not JSON", "{" + GOOD + ",}");
        row("no quotes around a name", "body", "is not JSON", "{name:\"a\"}");
        row("a control character", "body", "is not JSON", "{\"name\":\"a\u0001\",\"image\":\"b\"}");
        row("a line's end in a text", "body", "is not JSON", "{\"name\":\"a\nb\",\"image\":\"b\"}");
        row("a zero byte behind it", "body", "is not JSON", "{" + GOOD + "}\0");
        row("an escape that is none", "body", "is not JSON", "{\"name\":\"\\x41\",\"image\":\"b\"}");
        row("half an escape", "body", "is not JSON", "{\"name\":\"\\u12\",\"image\":\"b\"}");
    }

    private void depths() {
        String reason = "must not nest deeper than 16 levels";
        row("17 arrays in one another", "body", reason, "[".repeat(17) + "]".repeat(17));
        row("5,000 objects in one another", "body", reason, "{\"a\":".repeat(5_000));
        row("500,000 arrays in one another", "body", reason, "[".repeat(500_000));
        row(
                "17 levels in a member that nobody knows",
                "body",
                reason,
                "{" + GOOD + ",\"x\":" + "[".repeat(16) + "]".repeat(16) + "}");
        row(
                "a name of 2,000 characters",
                "body",
                "must not hold names of more than 1024 characters",
                "{\"" + "a".repeat(2_000) + "\":1}");
    }

    private void duplicates() {
        String reason = "must not stand twice";
        row("a name twice", "name", reason, "{" + GOOD + ",\"name\":\"c\"}");
        row("a name twice with the same value", "name", reason, "{" + GOOD + ",\"name\":\"a\"}");
        row("a name twice, once in escapes", "name", reason, "{" + GOOD + ",\"n\\u0061me\":\"c\"}");
        row("a name twice further down", "env.A", reason, "{" + GOOD + ",\"env\":{\"A\":\"1\",\"A\":\"2\"}}");
        row("a name twice in a list", "x[0].a", reason, "{" + GOOD + ",\"x\":[{\"a\":1,\"a\":2}]}");
    }

    private void numbers() {
        String whole = "must be a whole number";
        String digits = "must not hold numbers of more than 64 digits";
        row("a text for a number", "replicas", whole, "{" + GOOD + ",\"replicas\":\"3\"}");
        row("a fraction", "replicas", whole, "{" + GOOD + ",\"replicas\":2.5}");
        row("1e999999999", "replicas", whole, "{" + GOOD + ",\"replicas\":1e999999999}");
        row("1e-999999999", "replicas", whole, "{" + GOOD + ",\"replicas\":1e-999999999}");
        row(
                "an exponent of 20 digits",
                "body",
                "must not hold numbers beyond all bounds",
                "{" + GOOD + ",\"replicas\":1e99999999999999999999}");
        row(
                "99999999999",
                "replicas",
                "must be between -2147483648 and 2147483647",
                "{" + GOOD + ",\"replicas\":99999999999}");
        row("5,000 digits", "body", digits, "{" + GOOD + ",\"replicas\":" + "9".repeat(5_000) + "}");
        row("a million digits", "body", digits, "{" + GOOD + ",\"replicas\":" + "9".repeat(1_000_000) + "}");
        row("0. and 5,000 digits", "body", digits, "{" + GOOD + ",\"replicas\":0." + "1".repeat(5_000) + "}");
        for (String none : List.of("NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x10", "1_000")) {
            row(none, "body", "is not JSON", "{" + GOOD + ",\"replicas\":" + none + "}");
        }
    }

    private void characters() {
        String half = "must not hold half of a surrogate pair";
        row("the first half of a surrogate pair", "region", half, "{" + GOOD + ",\"region\":\"\\ud800\"}");
        row("the second half of a surrogate pair", "region", half, "{" + GOOD + ",\"region\":\"\\udc00\"}");
        row("a surrogate pair the wrong way round", "region", half, "{" + GOOD + ",\"region\":\"\\udc00\\ud800\"}");
        row("half of a surrogate pair before a letter", "region", half, "{" + GOOD + ",\"region\":\"\\ud800a\"}");
        row("half of a surrogate pair further down", "env.A", half, "{" + GOOD + ",\"env\":{\"A\":\"\\udbff\"}}");
        row("half of a surrogate pair in a name", "body", "is not JSON", "{" + GOOD + ",\"env\":{\"\\udc00\":\"x\"}}");
        notUtf8("a slash in two bytes", 0xC0, 0xAF);
        notUtf8("a slash in three bytes", 0xE0, 0x80, 0xAF);
        notUtf8("half of a surrogate pair in three bytes", 0xED, 0xA0, 0x80);
        notUtf8("a surrogate pair in six bytes", 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80);
        notUtf8("a character over U+10FFFF", 0xF4, 0x90, 0x80, 0x80);
        notUtf8("a byte that never stands", 0xFF);
        notUtf8("a byte that begins nothing", 0x80);
        notUtf8("half a character", 0xE2, 0x82);
        notUtf8("Latin-1", 0xFC);
        row("UTF-16", "body", "must be UTF-8", ("{" + GOOD + "}").getBytes(StandardCharsets.UTF_16));
        row("UTF-16 without a mark", "body", "must be UTF-8", ("{" + GOOD + "}").getBytes(StandardCharsets.UTF_16LE));
        row(
                "UTF-32",
                "body",
                "must be UTF-8",
                ("{" + GOOD + "}").getBytes(java.nio.charset.Charset.forName("UTF-32BE")));
    }

    private void notUtf8(String name, int... bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"name\":\"".getBytes(StandardCharsets.US_ASCII));
        for (int one : bytes) {
            body.write(one);
        }
        body.writeBytes("\",\"image\":\"b\"}".getBytes(StandardCharsets.US_ASCII));
        row(name, "body", "must be UTF-8", body.toByteArray());
    }

    private void shapes() {
        row("a list for the whole", "body", "must be an object", "[]");
        row("null for the whole", "body", "must be an object", "null");
        row("a text for the whole", "body", "must be an object", "\"a\"");
        row("a member that nobody knows", "colour", "is unknown", "{" + GOOD + ",\"colour\":1}");
        row(
                "a member that nobody knows further down",
                "resources.gpu",
                "is unknown",
                "{" + GOOD + ",\"resources\":{\"cpu\":1,\"memory\":128,\"gpu\":1}}");
        row("a tenant as a member", "tenant", "is unknown", "{" + GOOD + ",\"tenant\":\"" + World.VICTIM + "\"}");
        row("__proto__", "__proto__", "is unknown", "{" + GOOD + ",\"__proto__\":{\"admin\":true}}");
        row("a member in other letters", "Name", "is unknown", "{" + GOOD + ",\"Name\":\"c\"}");
        row("a member with a zero character", "na?me", "is unknown", "{" + GOOD + ",\"na\\u0000me\":\"c\"}");
        row("a status of its own", "status", "is read-only", "{" + GOOD + ",\"status\":\"running\"}");
        row("an id of its own", "id", "is read-only", "{" + GOOD + ",\"id\":\"deploy_1\"}");
        row("a number for a text", "name", "must be a text", "{\"name\":5,\"image\":\"b\"}");
        row("null for a text", "name", "must be a text", "{\"name\":null,\"image\":\"b\"}");
        row("a list for a text", "name", "must be a text", "{\"name\":[\"a\"],\"image\":\"b\"}");
        row("a flag for an object", "env", "must be an object of texts", "{" + GOOD + ",\"env\":true}");
        row("a number among texts", "env.A", "must be a text", "{" + GOOD + ",\"env\":{\"A\":1}}");
        row("a member too few", "image", "is required", "{\"name\":\"a\"}");
        row(
                "a member too few further down",
                "resources.memory",
                "is required",
                "{" + GOOD + ",\"resources\":{\"cpu\":1}}");
        row("10,000 members that nobody knows", "A0", "is unknown", "{" + GOOD + "," + members(10_000) + "}");
        row("a state that is none", "desired", "must be running or stopped", "{" + GOOD + ",\"desired\":\"flying\"}");
    }

    private static String members(int count) {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < count; i++) {
            members.append(i == 0 ? "" : ",").append("\"A").append(i).append("\":\"b\"");
        }
        return members.toString();
    }

    private void envelopes() {
        String data = "\"data\":{" + GOOD + "}";
        row(
                "an envelope with an id that is none",
                "requestId",
                "must be 1 to 128 of A-Z a-z 0-9 . _ : -",
                "{\"requestId\":\"a b\"," + data + "}");
        row(
                "an envelope with more in it",
                "tenant",
                "is unknown",
                "{\"requestId\":\"a\",\"tenant\":\"b\"," + data + "}");
        row(
                "an envelope with a time that is none",
                "timestamp",
                "must be a time as RFC 3339 has it",
                "{\"requestId\":\"a\",\"timestamp\":\"2026-02-30T00:00:00Z\"," + data + "}");
        row(
                "an envelope in an envelope",
                "name",
                "is required",
                "{\"requestId\":\"a\",\"data\":{\"requestId\":\"a\"," + data + "}}");
        row(
                "an envelope with a client of 65 characters",
                "metadata.client",
                "must be at most 64 characters",
                "{\"requestId\":\"a\",\"metadata\":{\"client\":\"" + "a".repeat(65) + "\"}," + data + "}");
    }

    private void types() {
        rows.by(Rule.MEDIA_TYPES);
        for (String type : List.of(
                "text/plain",
                "application/xml",
                "multipart/form-data; boundary=a",
                "application/json; charset=utf-16",
                "application/jsonx",
                "json",
                "application/merge-patch+json",
                "*/*",
                "")) {
            rows.send(
                    "Content-Type: " + (type.isEmpty() ? "nothing" : type),
                    "415 unsupported_media_type, open",
                    world -> post("/v1/deployments")
                            .bearer(world.token())
                            .line("Content-Type: " + type)
                            .line("Content-Length: 2")
                            .then("{}"));
        }
        rows.by(Rule.FORMS);
        rows.send(
                "Accept: image/png",
                "406 not_acceptable, open",
                world -> Request.get("/v1/deployments").bearer(world.token()).line("Accept: image/png"));
        rows.send(
                "Accept: 3,000 types",
                "406 not_acceptable, open",
                world -> Request.get("/v1/deployments").bearer(world.token()).line("Accept: " + "a/b,".repeat(3_000)));
    }
}
