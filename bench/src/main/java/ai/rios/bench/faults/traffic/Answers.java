package ai.rios.bench.faults.traffic;

import ai.rios.bench.faults.history.Effect;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.faults.history.Write;
import ai.rios.bench.faults.history.Write.Answer;
import ai.rios.bench.faults.history.Write.Fate;
import ai.rios.bench.faults.traffic.WriteRequest.Change;
import ai.rios.bench.product.Reply;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an answer says has become of a write, by the rules of docs/http.md and docs/errors.md. Stateless. */
final class Answers {
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;

    private Answers() {}

    static Answer of(WriteRequest request, Reply reply) {
        String operation = reply.header("X-RiOS-Operation");
        List<Effect> effects = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        Fate fate = fate(reply, !operation.isEmpty());
        if (fate == Fate.DONE) {
            if (isBatch(request)) {
                addItems(request, reply, effects, rows);
            } else {
                add(request.changes().getFirst(), reply.status(), reply.header("ETag"), reply.json(), effects, rows);
            }
        }
        return new Answer(
                reply.status(),
                reply.code(),
                fate,
                operation.isEmpty() ? null : operation,
                fate == Fate.DONE ? reply.position() : 0,
                reply.header("Idempotency-Replayed").equals("true"),
                effects,
                rows);
    }

    private static Fate fate(Reply reply, boolean hasOperation) {
        if (reply.status() < 300) {
            return Fate.DONE;
        }
        return switch (reply.code()) {
            // Nobody knows, or it was done and only its body cannot be told.
            case "timeout", "internal", "projection_behind", "" -> Fate.UNKNOWN;
            case "expired" -> Fate.NOTHING_DONE;
            default -> hasOperation ? Fate.REFUSED : Fate.NOTHING_DONE;
        };
    }

    private static boolean isBatch(WriteRequest request) {
        return request.kind() == Write.Kind.BATCH_ATOMIC || request.kind() == Write.Kind.BATCH_PARTIAL;
    }

    private static void addItems(WriteRequest request, Reply reply, List<Effect> effects, List<Row> rows) {
        JsonNode results = reply.json().path("results");
        for (int index = 0; index < results.size(); index++) {
            JsonNode item = results.get(index);
            int status = item.path("status").asInt();
            if (status < 300) {
                String tag = item.path("headers").path("ETag").asText("");
                Change change = request.changes().get(index);
                JsonNode headers = item.path("headers");
                add(located(change, headers), status, tag, item.path("body"), effects, rows);
            }
        }
    }

    /** What an item has created is named by its Location also where the body is left out. */
    private static Change located(Change change, JsonNode headers) {
        String location = headers.path("Location").asText("");
        return location.isEmpty()
                ? change
                : new Change(change.effect(), location.substring(location.lastIndexOf('/') + 1), change.label());
    }

    private static void add(
            Change change, int status, String tag, JsonNode body, List<Effect> effects, List<Row> rows) {
        boolean isReport = change.effect().equals(LoggedEvent.STATUS_CHANGED);
        JsonNode shown = isReport ? body.path("deployment") : body;
        Optional<Row> row = shown.has("revision") ? Optional.of(Rows.of(shown)) : Optional.empty();
        row.ifPresent(rows::add);
        if (isReport && !body.path("applied").asBoolean()) {
            return;
        }
        String deployment = change.deployment() != null
                ? change.deployment()
                : row.map(Row::deployment).orElse("");
        // The word that it has stopped ends a deployment that is being deleted.
        boolean isGone = isReport && row.filter(Row::isLiving).isEmpty();
        String effect = isGone ? LoggedEvent.DELETED : effect(change, status);
        effects.add(new Effect(effect, deployment, status == NO_CONTENT ? 0 : revision(tag), change.label()));
    }

    private static String effect(Change change, int status) {
        if (!change.effect().equals(LoggedEvent.DELETED)) {
            return status == CREATED ? LoggedEvent.CREATED : change.effect();
        }
        return status == ACCEPTED ? LoggedEvent.DELETION_REQUESTED : LoggedEvent.DELETED;
    }

    private static long revision(String tag) {
        return tag.isEmpty() ? 0 : Long.parseLong(tag.replace("\"", ""));
    }
}
