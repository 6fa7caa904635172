package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.get;

import ai.rios.edge.auth.Tickets;
import ai.rios.edge.deployments.ListCursors;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.stream.InMemoryLog;
import ai.rios.schemas.query.LogPosition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Places in lists that were given to somebody else, for something else, by someone else, too long ago, or not at all. */
final class CursorCases {
    private static final String DEPLOYMENTS = "/v1/deployments";
    private static final String NONE = "400 invalid_request (cursor: must be one that this list has given), open";
    private static final String OTHERS = "400 cursor_mismatch, open";

    private final Rows rows = new Rows(Group.CURSORS, Rule.CURSORS);

    private CursorCases() {}

    static List<HostileCase> all() {
        CursorCases cases = new CursorCases();
        cases.others();
        cases.rows.by(Rule.EVERY_FIELD);
        cases.tampered();
        cases.confused();
        return cases.rows.all();
    }

    private void row(String name, String answer, Function<World, String> cursor) {
        rows.send(
                name,
                answer,
                world -> get(DEPLOYMENTS + "?cursor=" + cursor.apply(world)).bearer(world.token()));
    }

    private void others() {
        row("the victim's", OTHERS, World::victimCursor);
        row("one's own, of a list with a filter", OTHERS, world -> encoded(world, DEPLOYMENTS + "?name = a"));
        row("one's own, of the operations of a request", OTHERS, world -> encoded(world, "/v1/operations?a"));
        row("one's own, of a history", OTHERS, world -> encoded(world, DEPLOYMENTS + "/a/events"));
        rows.send(
                "one's own, given to a list with a filter",
                OTHERS,
                world -> get(DEPLOYMENTS + "?status=running&cursor=" + own(world))
                        .bearer(world.token()));
        rows.send(
                "the victim's, of its history, for one's own",
                OTHERS,
                world -> get(DEPLOYMENTS + "/" + world.victimDeployment() + "/events?cursor="
                                + lists(world)
                                        .encode(
                                                World.VICTIM,
                                                DEPLOYMENTS + "/" + world.victimDeployment() + "/events",
                                                "1"))
                        .bearer(world.token()));
        rows.send(
                "the victim's, of its operations",
                OTHERS,
                world -> get("/v1/operations?request_id=a&cursor="
                                + lists(world).encode(World.VICTIM, "/v1/operations?a", "1"))
                        .bearer(world.token()));
        row(
                "a tenant with the other's name in it",
                OTHERS,
                world -> lists(world).encode(World.ATTACKER + "\n" + DEPLOYMENTS, "?", "a"));
        rows.by(Rule.OLD_CURSORS);
        row(
                "one's own, of two hours ago",
                "410 cursor_expired, open",
                world -> World.listCursor(world.signer(), World.ATTACKER, "a", Duration.ofHours(2)));
        rows.by(Rule.CURSORS);
        row(
                "the victim's, of two hours ago",
                OTHERS,
                world -> World.listCursor(world.signer(), World.VICTIM, "a", Duration.ofHours(2)));
    }

    private void tampered() {
        row("nothing", NONE, _ -> "");
        row("a word", NONE, _ -> "nonsense");
        row("one bit of its sum turned", NONE, world -> turned(own(world), 0));
        row(
                "one bit of its end turned",
                NONE,
                world -> turned(own(world), own(world).length() - 2));
        row("cut off", NONE, world -> own(world).substring(0, own(world).length() - 4));
        row("cut off in its sum", NONE, world -> own(world).substring(0, 12));
        row("made longer", NONE, world -> own(world) + "AAAA");
        row("with padding", NONE, world -> own(world) + "%3D%3D");
        row("with another last character for the same", NONE, world -> Forger.respelt(own(world)));
        row(
                "with a line's end in it",
                NONE,
                world -> own(world).substring(0, 8) + "%0A" + own(world).substring(8));
        row(
                "in the other base64",
                NONE,
                _ -> "%2B%2F%2B%2F%2B%2F%2B%2F%2B%2F%2B%2F%2B%2F%2B%2F%2B%2F%2B%2F%2B%2F%2B%2F");
        row("of 7,000 characters", NONE, _ -> "a".repeat(7_000));
        row(
                "signed with another key",
                NONE,
                _ -> World.listCursor(Signer.of(List.of(Signer.newKey())), World.ATTACKER, "a", Duration.ZERO));
        row(
                "its sum over the victim's place",
                NONE,
                world -> own(world).substring(0, 20) + world.victimCursor().substring(20));
        row("not signed at all", NONE, _ -> Forger.encode("0123456789abcdef1|0000000000000000|a"));
        rows.send(
                "two of them",
                "400 invalid_request (cursor: must not stand twice), open",
                world -> get(DEPLOYMENTS + "?cursor=" + own(world) + "&cursor=" + own(world))
                        .bearer(world.token()));
    }

    private void confused() {
        row(
                "a ticket",
                NONE,
                world -> new Tickets(world.signer(), InstantSource.system())
                        .issue(world.victim(), "/v1/stream")
                        .text());
        row(
                "a watch cursor",
                NONE,
                world -> new WatchCursors(world.signer())
                        .encode(World.ATTACKER, new LogPosition(InMemoryLog.TOPIC_ID, 0, 0)));
        row("a token", NONE, World::token);
        row("a deployment's id", NONE, World::victimDeployment);
    }

    private static ListCursors lists(World world) {
        return new ListCursors(world.signer(), InstantSource.system());
    }

    private static String own(World world) {
        return World.listCursor(world.signer(), World.ATTACKER, "ab", Duration.ZERO);
    }

    private static String encoded(World world, String listed) {
        return lists(world).encode(World.ATTACKER, listed, "1");
    }

    private static String turned(String cursor, int at) {
        char other = cursor.charAt(at) == 'A' ? 'B' : 'A';
        return cursor.substring(0, at) + other + cursor.substring(at + 1);
    }
}
