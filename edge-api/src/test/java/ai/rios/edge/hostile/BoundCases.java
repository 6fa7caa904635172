package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.get;
import static ai.rios.edge.hostile.Request.post;
import static ai.rios.edge.hostile.Request.starting;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** More than there may be: of lines, headers, bodies, items, and in numbers. */
final class BoundCases {
    private static final String DEPLOYMENTS = "/v1/deployments";
    private static final String UNKNOWN = "/v1/deployments/deploy_01kb0q5v3d4e8w2n6t9y7h1m5x";
    private static final int MIB = 1 << 20;

    private BoundCases() {}

    static List<HostileCase> all() {
        Rows rows = new Rows(Group.BOUNDS, Rule.TOO_LONG);
        heads(rows);
        rows.by(Rule.TOO_LARGE);
        bodies(rows);
        rows.by(Rule.EVERY_FIELD);
        numbers(rows);
        headers(rows);
        parameters(rows);
        rows.by(Rule.BATCH_SIZE);
        batches(rows);
        return rows.all();
    }

    private static void heads(Rows rows) {
        rows.send("an address of 9,000 bytes", "414 request_too_long, closed", get('/' + "a".repeat(9_000)));
        rows.send(
                "a query of 9,000 bytes",
                "414 request_too_long, closed",
                get(DEPLOYMENTS + "?filter=" + "a".repeat(9_000)));
        rows.send(
                "a method of 9,000 bytes",
                "414 request_too_long, closed",
                starting("A".repeat(9_000) + " / HTTP/1.1").line("Host: a"));
        rows.send(
                "a first line of a mebibyte that does not end",
                "414 request_too_long, closed",
                starting("GET /" + "a".repeat(MIB)));
        rows.send(
                "a header of 17,000 bytes",
                "431 request_too_long, closed",
                get("/health").line("X-A: " + "a".repeat(17_000)));
        rows.send(
                "a header's name of 17,000 bytes",
                "431 request_too_long, closed",
                get("/health").line("a".repeat(17_000) + ": b"));
        rows.send(
                "a header that leaves no byte for another",
                "431 request_too_long, closed",
                get("/health").line("X-A: " + "a".repeat(16_361)).line("X-B: b"));
        rows.send(
                "headers of 17,000 bytes together",
                "431 request_too_long, closed",
                get("/health").add("X-A: b\r\n".repeat(2_200)));
        rows.send(
                "a header of a mebibyte that does not end",
                "431 request_too_long, closed",
                get("/health").add("X-A: " + "a".repeat(MIB)));
        rows.send(
                "headers without an end",
                "431 request_too_long, closed",
                get("/health").add("X-A: b\r\n".repeat(100_000)));
    }

    private static void bodies(Rows rows) {
        String tooLarge = "413 payload_too_large, closed";
        for (long length : new long[] {MIB + 1, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE}) {
            rows.send(
                    "a length of " + length,
                    tooLarge,
                    world -> post(DEPLOYMENTS)
                            .bearer(world.token())
                            .line("Content-Length: " + length)
                            .then("{}"));
        }
        rows.send(
                "a byte more than a body may have, in a chunk",
                tooLarge,
                world -> post(DEPLOYMENTS)
                        .bearer(world.token())
                        .line("Transfer-Encoding: chunked")
                        .then("100001\r\n" + " ".repeat(MIB + 1) + "\r\n0\r\n\r\n"));
        rows.send(
                "chunks that grow beyond it",
                tooLarge,
                world -> post(DEPLOYMENTS)
                        .bearer(world.token())
                        .line("Transfer-Encoding: chunked")
                        .then(("10000\r\n" + " ".repeat(65_536) + "\r\n").repeat(17)));
        rows.send(
                "a chunk that says 2 GiB",
                tooLarge,
                world -> post(DEPLOYMENTS)
                        .bearer(world.token())
                        .line("Transfer-Encoding: chunked")
                        .then("7fffffff\r\n{}"));
    }

    private static void numbers(Rows rows) {
        for (String limit :
                List.of("0", "-1", "201", "99999999999999999999", "1e2", "0x10", "5.0", "%2B5", "+5", "five", "")) {
            rows.send(
                    "limit=" + limit,
                    "400 invalid_request (limit: must be a whole number from 1 to 200), open",
                    world -> get(DEPLOYMENTS + "?limit=" + limit).bearer(world.token()));
        }
        for (String revision : List.of("0", "-1", "9223372036854775808", "1.5")) {
            rows.send(
                    "at_revision=" + revision,
                    "400 invalid_request (at_revision: must be a whole number from 1 to 92233720368547758), open",
                    world -> get(UNKNOWN + "?at_revision=" + revision).bearer(world.token()));
        }
        for (String wait : List.of("0", "61", "-5", "99999999999999999999")) {
            rows.send(
                    "wait=" + wait,
                    "400 invalid_request (wait: must be a whole number from 1 to 60), open",
                    world -> get(UNKNOWN + "?wait=" + wait).bearer(world.token()));
            rows.send(
                    "Prefer: wait=" + wait,
                    "400 invalid_request (Prefer: must be a whole number from 1 to 60), open",
                    world -> post(DEPLOYMENTS)
                            .bearer(world.token())
                            .line("Prefer: wait=" + wait)
                            .json("{\"name\":\"a\",\"image\":\"b\"}"));
        }
        for (String position : List.of("-1", "99999999999999999999", "ten")) {
            rows.send(
                    "X-RiOS-Min-Position: " + position,
                    "400 invalid_request (X-RiOS-Min-Position: must be a whole number from 0 to 92233720368547758), open",
                    world -> get(UNKNOWN).bearer(world.token()).line("X-RiOS-Min-Position: " + position));
        }
    }

    private static void headers(Rows rows) {
        String id = "must be 1 to 128 of A-Z a-z 0-9 . _ : -";
        for (String own : List.of("a".repeat(129), "a b", "<script>", "${jndi:ldap://a}", "")) {
            rows.send(
                    "X-Request-ID: " + shown(own),
                    "400 invalid_request (X-Request-ID: " + id + "), open",
                    world -> get(DEPLOYMENTS).bearer(world.token()).line("X-Request-ID: " + own));
        }
        String key = "must be 1 to 128 visible ASCII characters";
        for (String own : List.of("a".repeat(129), "a b", "")) {
            rows.send(
                    "Idempotency-Key: " + shown(own),
                    "400 invalid_request (Idempotency-Key: " + key + "), open",
                    world -> post(DEPLOYMENTS)
                            .bearer(world.token())
                            .line("Idempotency-Key: " + own)
                            .json("{\"name\":\"a\",\"image\":\"b\"}"));
        }
        rows.send(
                "two idempotency keys",
                "400 invalid_request (Idempotency-Key: must not stand twice), open",
                world -> post(DEPLOYMENTS)
                        .bearer(world.token())
                        .line("Idempotency-Key: a")
                        .line("Idempotency-Key: b")
                        .json("{\"name\":\"a\",\"image\":\"b\"}"));
        for (String tag : List.of("1", "\"1", "\"1\" x", "\"1\", ".repeat(65), ",", "W/1")) {
            rows.send(
                    "If-Match: " + shown(tag),
                    tag.equals(",")
                            ? "400 invalid_request (If-Match: must not be empty), open"
                            : "400 invalid_request (If-Match: must be * or entity tags in double quotes), open",
                    world -> Request.method("DELETE", UNKNOWN)
                            .bearer(world.token())
                            .line("If-Match: " + tag));
        }
        rows.by(Rule.VERSIONS);
        for (String version : List.of("1", "2024-01-16", "9999-99-99", "a".repeat(2_000))) {
            rows.send(
                    "API-Version: " + shown(version),
                    "400 unsupported_version, open",
                    world -> get(DEPLOYMENTS).bearer(world.token()).line("API-Version: " + version));
        }
        rows.send("a path of version 2", "400 unsupported_version, open", get("/v2/deployments"));
        rows.by(Rule.EVERY_FIELD);
    }

    private static void parameters(Rows rows) {
        rows.send(
                "65 parameters",
                "400 invalid_request (query: must not have more than 64 parameters), open",
                world -> get(DEPLOYMENTS + '?' + "labels=a:b&".repeat(65)).bearer(world.token()));
        rows.send(
                "a parameter twice",
                "400 invalid_request (limit: must not stand twice), open",
                world -> get(DEPLOYMENTS + "?limit=1&limit=2").bearer(world.token()));
        rows.send(
                "a parameter twice, once in escapes",
                "400 invalid_request (limit: must not stand twice), open",
                world -> get(DEPLOYMENTS + "?limit=1&%6cimit=2").bearer(world.token()));
        rows.send(
                "a parameter that nobody knows",
                "400 invalid_request (tenant: is no parameter of this path), open",
                world -> get(DEPLOYMENTS + "?tenant=" + World.VICTIM).bearer(world.token()));
        for (String escape : List.of("%ff", "%c0%af", "%ed%a0%80")) {
            rows.send(
                    "a parameter of " + escape,
                    "400 invalid_request (query: must be percent-encoded UTF-8), open",
                    world -> get(DEPLOYMENTS + "?filter=" + escape).bearer(world.token()));
        }
        rows.send(
                "a filter of 33 terms",
                "400 invalid_request (filter: is no filter at position 438: a filter has at most 32 terms), open",
                world -> get(DEPLOYMENTS + "?filter=" + terms(33)).bearer(world.token()));
        rows.send(
                "a filter of 5,000 characters",
                "400 invalid_request (filter: is no filter at position 4096: a filter has at most 4096 characters), open",
                world -> get(DEPLOYMENTS + "?filter=name=" + "a".repeat(5_000)).bearer(world.token()));
        rows.send(
                "a filter of 101 values",
                "400 invalid_request (filter: is no filter at position 209: in has at most 100 values), open",
                world -> get(DEPLOYMENTS + "?filter=name+in+(" + "a,".repeat(100) + "a)")
                        .bearer(world.token()));
        rows.send(
                "a filter that is SQL",
                "400 invalid_request (filter: is no filter at position 9: expected and, or the end), open",
                world -> get(DEPLOYMENTS + "?filter=name='a'+or+1=1--").bearer(world.token()));
        rows.send(
                "a filter on a field of the inside",
                "400 invalid_request (filter: is no filter at position 0: there is no field tenant), open",
                world -> get(DEPLOYMENTS + "?filter=tenant=" + World.VICTIM).bearer(world.token()));
        rows.send(
                "33 labels as shorthands",
                "400 invalid_request (filter: has more than 32 terms, shorthands and labels counted), open",
                world -> get(DEPLOYMENTS + '?' + labels(33)).bearer(world.token()));
        rows.send(
                "a prefix of 64 characters",
                "400 invalid_request (name^: must be at most 63 characters), open",
                world -> get(DEPLOYMENTS + "?name%5E=" + "a".repeat(64)).bearer(world.token()));
        rows.send(
                "a status that is none",
                "400 invalid_request (status: is no filter at position 0: status is one of pending, assigned, starting, running, failed, stopping, stopped, deleted), open",
                world -> get(DEPLOYMENTS + "?status=flying").bearer(world.token()));
        rows.send(
                "count=maybe",
                "400 invalid_request (count: must be true or false), open",
                world -> get(DEPLOYMENTS + "?count=maybe").bearer(world.token()));
        rows.send(
                "a ticket's path of 600 characters",
                "400 invalid_request (path: must be a path under /v1/), open",
                world -> post("/v1/tickets").bearer(world.token()).json("{\"path\":\"/v1/" + "a".repeat(600) + "\"}"));
        rows.send(
                "a ticket for another site",
                "400 invalid_request (path: must be a path under /v1/), open",
                world -> post("/v1/tickets").bearer(world.token()).json("{\"path\":\"//evil.example/\"}"));
    }

    private static void batches(Rows rows) {
        String item = "{\"op\":\"get\",\"path\":\"/deployments/a\"}";
        rows.send("a batch of nothing", "400 batch_size, open", world -> batch(world, "{\"batch\":[]}"));
        rows.send(
                "a batch of 101 items",
                "400 batch_size, open",
                world -> batch(world, "{\"batch\":[" + (item + ",").repeat(100) + item + "]}"));
        rows.send(
                "a batch of 30,000 items",
                "400 batch_size, open",
                world -> batch(world, "{\"batch\":[" + "{},".repeat(29_999) + "{}]}"));
        rows.by(Rule.EVERY_FIELD);
        rows.send(
                "a batch in two modes",
                "400 invalid_request (atomic: must say the same as mode), open",
                world -> batch(world, "{\"mode\":\"partial\",\"atomic\":true,\"batch\":[" + item + "]}"));
        rows.send(
                "a batch with an id twice",
                "400 invalid_request (batch[1].id: must be unique in the batch), open",
                world -> batch(
                        world,
                        "{\"batch\":[{\"id\":\"a\",\"op\":\"get\",\"path\":\"/deployments/a\"},"
                                + "{\"id\":\"a\",\"op\":\"get\",\"path\":\"/deployments/b\"}]}"));
        rows.send(
                "a batch with the place of another as id",
                "400 invalid_request (batch[0].id: must not be the place of an item without an id), open",
                world -> batch(
                        world, "{\"batch\":[{\"id\":\"1\",\"op\":\"get\",\"path\":\"/deployments/a\"}," + item + "]}"));
        for (String path :
                List.of("/operations/a", "/deployments/../tickets", "/v1/deployments/a", "/deployments/a/events")) {
            rows.send(
                    "a batch's item with the path " + path,
                    "207 [400 invalid_request (batch[0].path: must be /deployments/ and an id)], open",
                    world -> batch(world, "{\"batch\":[{\"op\":\"get\",\"path\":\"" + path + "\"}]}"));
        }
    }

    private static Request batch(World world, String body) {
        return post("/v1/batch").bearer(world.token()).json(body);
    }

    private static String terms(int count) {
        return IntStream.range(0, count).mapToObj(i -> "name!=a" + i).collect(Collectors.joining("+and+"));
    }

    private static String labels(int count) {
        return IntStream.range(0, count).mapToObj(i -> "labels=a:" + i).collect(Collectors.joining("&"));
    }

    private static String shown(String text) {
        return text.isEmpty() ? "nothing" : text.length() > 100 ? text.length() + " characters" : text;
    }
}
