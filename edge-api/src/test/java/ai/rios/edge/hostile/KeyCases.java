package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.method;
import static ai.rios.edge.hostile.Request.post;

import java.util.List;
import java.util.function.Function;

/** Idempotency keys that were used for another request: the first request is good, the second is the row's. */
final class KeyCases {
    private static final String DEPLOYMENTS = "/v1/deployments";
    private static final String FIRST = "{\"name\":\"first\",\"image\":\"b\"}";
    private static final String OTHER = "{\"name\":\"other\",\"image\":\"b\"}";
    private static final String REUSED = "201, 422 idempotency_key_reused, open";
    private static final String REPLAYED = "201, 201 replayed, open";

    private final Rows rows = new Rows(Group.KEYS, Rule.KEYS);
    private int used;

    private KeyCases() {}

    static List<HostileCase> all() {
        KeyCases cases = new KeyCases();
        cases.reused();
        cases.replayed();
        cases.others();
        cases.batches();
        return cases.rows.all();
    }

    /** A request that is not at its end yet, and its body. */
    private record Keyed(Request head, String body) {
        byte[] under(String key) {
            return head.line("Idempotency-Key: " + key).json(body).bytes();
        }
    }

    /** Both on one connection. */
    private void row(String name, String answer, Function<World, Keyed> first, Function<World, Keyed> second) {
        String key = "key-" + used++;
        rows.add(
                name,
                answer,
                world -> world.exchange(
                        first.apply(world).under(key), second.apply(world).under(key)));
    }

    private static Keyed create(World world, String body) {
        return create(world.token(), body);
    }

    private static Keyed create(String token, String body) {
        return new Keyed(post(DEPLOYMENTS).bearer(token), body);
    }

    private static Keyed patch(World world, String id, String body) {
        return new Keyed(method("PATCH", DEPLOYMENTS + '/' + id).bearer(world.token()), body);
    }

    private void reused() {
        row("with another body", REUSED, world -> create(world, FIRST), world -> create(world, OTHER));
        row(
                "with a member more",
                REUSED,
                world -> create(world, FIRST),
                world -> create(world, "{\"name\":\"first\",\"image\":\"b\",\"replicas\":1}"));
        row(
                "with another letter's case",
                REUSED,
                world -> create(world, FIRST),
                world -> create(world, "{\"name\":\"first\",\"image\":\"B\"}"));
        row(
                "with a letter composed in another way",
                REUSED,
                world -> create(world, "{\"name\":\"first\",\"image\":\"b\",\"env\":{\"A\":\"\\u00e9\"}}"),
                world -> create(world, "{\"name\":\"first\",\"image\":\"b\",\"env\":{\"A\":\"e\\u0301\"}}"));
        row(
                "in a batch, with the items in other places",
                "207 [404 not_found] [404 not_found], 207 [422 idempotency_key_reused] [422 idempotency_key_reused], open",
                world -> batch(world, item("a") + "," + item("b")),
                world -> batch(world, item("b") + "," + item("a")));
    }

    private void replayed() {
        row("with the same body", REPLAYED, world -> create(world, FIRST), world -> create(world, FIRST));
        row(
                "with its members in another order",
                REPLAYED,
                world -> create(world, FIRST),
                world -> create(world, "{\"image\":\"b\",\"name\":\"first\"}"));
        row(
                "with its letters in escapes",
                REPLAYED,
                world -> create(world, FIRST),
                world -> create(world, "{\"n\\u0061me\":\"f\\u0069rst\",\"image\":\"b\"}"));
        row(
                "with it in an envelope",
                REPLAYED,
                world -> create(world, FIRST),
                world -> create(world, "{\"requestId\":\"a\",\"data\":" + FIRST + "}"));
        row(
                "with a number written in another way",
                REPLAYED,
                world -> create(world, "{\"name\":\"first\",\"image\":\"b\",\"replicas\":2}"),
                world -> create(world, "{\"name\":\"first\",\"image\":\"b\",\"replicas\":2.0e0}"));
    }

    private void others() {
        row(
                "that another tenant has used",
                "201, 201, open",
                world -> create(world.edge().token("third"), FIRST),
                world -> create(world, FIRST));
        row(
                "that another subject of the tenant has used",
                "201, 201, open",
                world -> create(world.bobsToken(), FIRST),
                world -> create(world, OTHER));
        row(
                "for another deployment",
                "404 not_found, 422 idempotency_key_reused, open",
                world -> patch(world, "a", "{\"image\":\"b\"}"),
                world -> patch(world, "b", "{\"image\":\"b\"}"));
        row(
                "of a refusal, for what would be good",
                "404 not_found, 422 idempotency_key_reused, open",
                world -> patch(world, "a", "{\"image\":\"b\"}"),
                world -> patch(world, "a", "{\"image\":\"c\"}"));
    }

    private void batches() {
        row(
                "in a batch, with one item of two changed",
                "207 [404 not_found] [404 not_found], 207 [404 not_found] [422 idempotency_key_reused], open",
                world -> batch(world, item("a") + "," + item("b")),
                world -> batch(world, item("a") + "," + item("c")));
    }

    private static Keyed batch(World world, String items) {
        return new Keyed(post("/v1/batch").bearer(world.token()), "{\"batch\":[" + items + "]}");
    }

    private static String item(String id) {
        return "{\"op\":\"patch\",\"path\":\"/deployments/" + id + "\",\"body\":{\"image\":\"b\"}}";
    }
}
