package ai.rios.edge.hostile;

import static ai.rios.edge.hostile.Request.get;
import static ai.rios.edge.hostile.Request.method;
import static ai.rios.edge.hostile.Request.post;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A good token of one tenant, and the ids of another's things. */
final class TenantCases {
    private static final String ABSENT = "404 not_found, open";
    private static final String SPEC = "{\"name\":\"mine\",\"image\":\"b\"}";

    private final Rows rows = new Rows(Group.TENANTS, Rule.OTHER_TENANTS);

    private TenantCases() {}

    static List<HostileCase> all() {
        TenantCases cases = new TenantCases();
        cases.deployments();
        cases.operations();
        cases.batches();
        cases.disguises();
        return cases.rows.all();
    }

    /** A request of the attacker's about the victim's deployment. */
    private void row(String name, String answer, String method, String suffix, UnaryOperator<Request> rest) {
        rows.send(
                name,
                answer,
                world -> rest.apply(method(method, "/v1/deployments/" + world.victimDeployment() + suffix)
                        .bearer(world.token())));
    }

    private void deployments() {
        UnaryOperator<Request> asIs = request -> request;
        row("to read", ABSENT, "GET", "", asIs);
        row("to read if it is as known", ABSENT, "GET", "", request -> request.line("If-None-Match: \"1\""));
        row("to read as it was", ABSENT, "GET", "?at_revision=1", asIs);
        row("to wait for it", ABSENT, "GET", "?wait=1&for=pending", asIs);
        row("to wait until it is deleted", ABSENT, "GET", "?wait=1&for=deleted", asIs);
        row("to read its history", ABSENT, "GET", "/events", asIs);
        row(
                "to replace",
                ABSENT,
                "PUT",
                "",
                request -> request.line("If-Match: *").json(SPEC));
        row(
                "to replace at its revision",
                ABSENT,
                "PUT",
                "",
                request -> request.line("If-Match: \"1\"").json(SPEC));
        row("to patch", ABSENT, "PATCH", "", request -> request.json("{\"image\":\"b\"}"));
        row("to stop", ABSENT, "PATCH", "", request -> request.json("{\"desired\":\"stopped\"}"));
        row("to delete", ABSENT, "DELETE", "", request -> request.line("If-Match: *"));
        row("to report a status", ABSENT, "POST", "/status", request -> request.json("{\"status\":\"running\"}"));
    }

    private void operations() {
        rows.send(
                "the victim's operation",
                ABSENT,
                world -> get("/v1/operations/" + world.victimOperation()).bearer(world.token()));
        rows.send(
                "operations by the victim's request id",
                "200, open",
                world ->
                        get("/v1/operations?request_id=" + World.VICTIM_REQUEST).bearer(world.token()));
        rows.send(
                "the list of all",
                "200, open",
                world -> get("/v1/deployments?count=true").bearer(world.token()));
        rows.send(
                "the list by the victim's names",
                "200, open",
                world -> get("/v1/deployments?name%5E=" + World.VICTIM).bearer(world.token()));
    }

    private void batches() {
        item("in a batch: to read", "207 [404 not_found], open", "\"op\":\"get\"");
        item("in a batch: to patch", "207 [404 not_found], open", "\"op\":\"patch\",\"body\":{\"image\":\"b\"}");
        item(
                "in a batch: to replace",
                "207 [404 not_found], open",
                "\"op\":\"update\",\"ifMatch\":\"*\",\"body\":" + SPEC);
        item("in a batch: to delete", "207 [404 not_found], open", "\"op\":\"delete\",\"ifMatch\":\"*\"");
    }

    private void item(String name, String answer, String rest) {
        rows.send(
                name,
                answer,
                world -> post("/v1/batch")
                        .bearer(world.token())
                        .json("{\"batch\":[{\"path\":\"/deployments/" + world.victimDeployment() + "\"," + rest
                                + "}]}"));
    }

    /** Other ways to say whose things are meant. */
    private void disguises() {
        for (String header : List.of("X-Tenant", "X-RiOS-Tenant", "X-Forwarded-User", "X-Original-URL", "Forwarded")) {
            row(
                    "to read, with the tenant in " + header,
                    ABSENT,
                    "GET",
                    "",
                    request -> request.line(header + ": " + World.VICTIM));
        }
        rows.send(
                "its id in capitals",
                ABSENT,
                world -> get("/v1/deployments/" + world.victimDeployment().toUpperCase(Locale.ROOT))
                        .bearer(world.token()));
        for (String disguise : List.of(
                World.VICTIM + "%2F%s",
                World.VICTIM + "%7C%s",
                "..%2F" + World.VICTIM + "%2F%s",
                "%s%00",
                "*",
                "%25",
                "'%20or%20'1'='1")) {
            rows.send(
                    "an id of " + disguise.replace("%s", "ID"),
                    ABSENT,
                    world -> get("/v1/deployments/" + disguise.replace("%s", world.victimDeployment()))
                            .bearer(world.token()));
        }
        rows.send(
                "a position of the victim's",
                "503 projection_behind, open",
                world -> get("/v1/deployments").bearer(world.token()).line("X-RiOS-Min-Position: 1000000"));
        rows.by(Rule.EVERY_FIELD);
        rows.send(
                "a tenant in the envelope",
                "400 invalid_request (tenant: is unknown), open",
                world -> post("/v1/deployments")
                        .bearer(world.token())
                        .json("{\"requestId\":\"a\",\"tenant\":\"" + World.VICTIM + "\",\"data\":" + SPEC + "}"));
    }
}
