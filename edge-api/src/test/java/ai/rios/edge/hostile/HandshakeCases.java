package ai.rios.edge.hostile;

import ai.rios.edge.auth.Tickets;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.stream.InMemoryLog;
import ai.rios.schemas.query.LogPosition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Requests to open a socket that must not be opened. */
final class HandshakeCases {
    private static final String STREAM = "/v1/stream";
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final String VERSION = "Sec-WebSocket-Version: 13";
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade";
    private static final String DENIED = "401 unauthenticated, closed";

    private final Rows rows = new Rows(Group.HANDSHAKES, Rule.HANDSHAKES);

    private HandshakeCases() {}

    static List<HostileCase> all() {
        HandshakeCases cases = new HandshakeCases();
        cases.malformed();
        cases.rows.by(Rule.STREAM_CREDENTIALS);
        cases.credentials();
        cases.rows.by(Rule.STREAM_ORIGINS);
        cases.origins();
        cases.rows.by(Rule.HANDSHAKES);
        cases.parameters();
        return cases.rows.all();
    }

    /** A handshake with these lines, and a good credential. */
    private void row(String name, String answer, String... lines) {
        rows.send(name, answer, world -> {
            Request request = Request.get(STREAM).bearer(world.token());
            List.of(lines).forEach(request::line);
            return request;
        });
    }

    private void malformed() {
        rows.by(Rule.HANDSHAKE_VERSIONS);
        row("no upgrade", "426 upgrade_required, open");
        row(
                "an upgrade to something else",
                "426 upgrade_required, open",
                "Upgrade: chat",
                "Connection: Upgrade",
                VERSION,
                KEY);
        row(
                "an upgrade to one of two",
                "426 upgrade_required, open",
                "Upgrade: chat, websocket",
                "Connection: Upgrade",
                VERSION,
                KEY);
        row("no version", "426 upgrade_required, closed", UPGRADE, KEY);
        for (String version : List.of("8", "14", "13, 8", "013", "thirteen", "")) {
            row(
                    "version " + (version.isEmpty() ? "nothing" : version),
                    "426 upgrade_required, closed",
                    UPGRADE,
                    "Sec-WebSocket-Version: " + version,
                    KEY);
        }
        rows.by(Rule.HANDSHAKES);
        String noKey = "400 invalid_request (Sec-WebSocket-Key: must be the base64 of 16 bytes, once), closed";
        row("no key", noKey, UPGRADE, VERSION);
        row("two keys", noKey, UPGRADE, VERSION, KEY, KEY);
        for (String key : List.of(
                "short",
                "!!!!!!!!!!!!!!!!!!!!!!==",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZSBvZiAyNCBieXRlcw==",
                "")) {
            row("key " + (key.isEmpty() ? "nothing" : key), noKey, UPGRADE, VERSION, "Sec-WebSocket-Key: " + key);
        }
        String noConnection = "400 invalid_request (Connection: must contain Upgrade), closed";
        row("no Connection", noConnection, "Upgrade: websocket", VERSION, KEY);
        row("Connection: keep-alive", noConnection, "Upgrade: websocket", "Connection: keep-alive", VERSION, KEY);
        row(
                "an id that is none",
                "400 invalid_request (X-Request-ID: must be 1 to 128 of A-Z a-z 0-9 . _ : -), closed",
                UPGRADE,
                VERSION,
                KEY,
                "X-Request-ID: a b");
        row(
                "a sub-protocol of another version",
                "400 unsupported_version, closed",
                UPGRADE,
                VERSION,
                KEY,
                "Sec-WebSocket-Protocol: rios.v2+json");
        row(
                "500 sub-protocols",
                "400 unsupported_version, closed",
                UPGRADE,
                VERSION,
                KEY,
                "Sec-WebSocket-Protocol: " + "a, ".repeat(500));
        rows.by(Rule.METHODS);
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
            rows.send(
                    "an upgrade with " + method,
                    "405 method_not_allowed, closed",
                    world -> Request.method(method, STREAM)
                            .bearer(world.token())
                            .line(UPGRADE)
                            .line(VERSION)
                            .line(KEY));
        }
        rows.by(Rule.PATHS);
        rows.send(
                "a socket where none is",
                "404 not_found, open",
                world -> Request.get("/v1/sockets")
                        .bearer(world.token())
                        .line(UPGRADE)
                        .line(VERSION)
                        .line(KEY));
        rows.send(
                "a socket at another spelling of the path",
                "404 not_found, open",
                world -> Request.get("/v1/stream/")
                        .bearer(world.token())
                        .line(UPGRADE)
                        .line(VERSION)
                        .line(KEY));
        rows.by(Rule.FRAMING);
        rows.send(
                "an upgrade of HTTP/1.0",
                "400 invalid_request (request: is not well-formed HTTP), closed",
                world -> Request.starting("GET /v1/stream HTTP/1.0")
                        .line("Host: a")
                        .bearer(world.token())
                        .line(UPGRADE)
                        .line(VERSION)
                        .line(KEY));
    }

    private void credential(String name, String answer, Function<World, String> line) {
        rows.send(name, answer, world -> handshake("").line(line.apply(world)));
    }

    private static Request handshake(String query) {
        return Request.get(STREAM + query).line(UPGRADE).line(VERSION).line(KEY);
    }

    private void ticket(String name, String answer, Function<World, String> ticket) {
        rows.send(name, answer, world -> handshake("?ticket=" + ticket.apply(world)));
    }

    private void credentials() {
        rows.send("no credential", DENIED, handshake(""));
        credential(
                "a forged token",
                DENIED,
                world -> "Authorization: Bearer " + Forger.unsigned("{\"alg\":\"none\"}", Forger.claims()) + '.');
        credential(
                "a forged token in a sub-protocol",
                DENIED,
                world -> "Sec-WebSocket-Protocol: rios.v1+json, rios.bearer."
                        + Forger.unsigned("{\"alg\":\"none\"}", Forger.claims()) + '.');
        credential(
                "a token in a sub-protocol, twice",
                DENIED,
                world -> "Sec-WebSocket-Protocol: rios.bearer." + world.token() + ", rios.bearer." + world.token());
        credential(
                "a token in both places",
                DENIED,
                world -> "Authorization: Bearer " + world.token() + "\r\nSec-WebSocket-Protocol: rios.bearer."
                        + world.token());
        credential("a token as an API key", DENIED, world -> "X-API-Key: " + world.token());
        credential(
                "a scope that is lacking",
                "403 forbidden, closed",
                world -> "Authorization: Bearer " + world.edge().token(World.ATTACKER, "tasks:read"));
        ticket("a ticket that is a word", DENIED, _ -> "nonsense");
        ticket("no ticket in its place", DENIED, _ -> "");
        ticket(
                "a ticket for another path",
                DENIED,
                world -> tickets(world, InstantSource.system())
                        .issue(world.victim(), "/v1/ws")
                        .text());
        ticket(
                "a ticket of a minute ago",
                "401 token_expired, closed",
                world -> tickets(
                                world,
                                InstantSource.fixed(
                                        InstantSource.system().instant().minus(Duration.ofMinutes(1))))
                        .issue(world.victim(), STREAM)
                        .text());
        ticket(
                "a ticket signed with another key",
                DENIED,
                world -> new Tickets(Signer.of(List.of(Signer.newKey())), InstantSource.system())
                        .issue(world.victim(), STREAM)
                        .text());
        ticket("a ticket with one bit turned", DENIED, world -> {
            String good = good(world);
            return (good.charAt(0) == 'A' ? 'B' : 'A') + good.substring(1);
        });
        ticket("a ticket with padding", DENIED, world -> good(world) + "%3D");
        ticket("a cursor as a ticket", DENIED, World::victimCursor);
        ticket("a token as a ticket", DENIED, World::token);
        rows.send(
                "a ticket beside a token",
                DENIED,
                world -> handshake("?ticket=" + good(world)).bearer(world.token()));
        rows.send(
                "two tickets",
                "400 invalid_request (ticket: must not stand twice), closed",
                world -> handshake("?ticket=" + good(world) + "&ticket=" + good(world)));
    }

    private static String good(World world) {
        return tickets(world, InstantSource.system())
                .issue(world.victim(), STREAM)
                .text();
    }

    private static Tickets tickets(World world, InstantSource clock) {
        return new Tickets(world.signer(), clock);
    }

    private void origins() {
        for (String origin : List.of(
                "https://evil.example",
                "null",
                "https://console.example.evil.example",
                "http://console.example",
                "https://console.example:8443",
                "https://CONSOLE.example",
                "https://console.example/",
                "file://",
                "")) {
            row(
                    "a page of " + (origin.isEmpty() ? "nothing" : origin),
                    "403 forbidden, closed",
                    UPGRADE,
                    VERSION,
                    KEY,
                    "Origin: " + origin);
        }
        row(
                "a page of two origins",
                "403 forbidden, closed",
                UPGRADE,
                VERSION,
                KEY,
                "Origin: https://console.example",
                "Origin: https://evil.example");
    }

    private void cursor(String name, String answer, Function<World, String> query) {
        rows.send(name, answer, world -> handshake(query.apply(world)).bearer(world.token()));
    }

    private void parameters() {
        String notOwn = "400 invalid_request (cursor: is not one of this tenant's), closed";
        cursor("a cursor that is a word", notOwn, _ -> "?cursor=nonsense");
        cursor(
                "the victim's cursor",
                notOwn,
                world -> "?cursor=" + watch(world, World.VICTIM, InMemoryLog.TOPIC_ID, 0));
        cursor(
                "a cursor of a list",
                notOwn,
                world -> "?cursor=" + World.listCursor(world.signer(), World.ATTACKER, "a", Duration.ZERO));
        cursor(
                "a cursor with padding",
                notOwn,
                world -> "?cursor=" + watch(world, World.ATTACKER, InMemoryLog.TOPIC_ID, 0) + "%3D");
        cursor("two cursors", "400 invalid_request (cursor: must not stand twice), closed", _ -> "?cursor=a&cursor=b");
        cursor(
                "a parameter that nobody knows",
                "400 invalid_request (tenant: is no parameter of this path), closed",
                _ -> "?tenant=" + World.VICTIM);
        rows.by(Rule.STREAM_OLD_CURSORS);
        cursor(
                "a cursor of another log",
                "410 cursor_expired, closed",
                world -> "?cursor=" + watch(world, World.ATTACKER, "another", 0));
        cursor(
                "a cursor beyond the log's end",
                "410 cursor_expired, closed",
                world -> "?cursor=" + watch(world, World.ATTACKER, InMemoryLog.TOPIC_ID, 1_000_000_000_000L));
    }

    private static String watch(World world, String tenant, String topicId, long offset) {
        return new WatchCursors(world.signer()).encode(tenant, new LogPosition(topicId, 0, offset));
    }
}
