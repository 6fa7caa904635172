package ai.rios.bench.faults.traffic;

import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.faults.history.Write;
import ai.rios.bench.faults.traffic.WriteRequest.Change;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes the writes of one step. Every change of a spec bears a label that no other change bears, so that what is done always shows as
 * an event. Confined to one thread.
 */
final class Requests {
    /** Names that many want: some creations are refused, and names are freed and taken again. */
    private static final int WANTED_NAMES = 40;

    private static final int MOST_ITEMS = 5;
    private static final List<String> REPORTED = List.of("starting", "running", "running", "failed", "stopped");

    private final SplittableRandom random;
    private final Known known;

    /** No other step's, of the same tenant. */
    private final String mark;

    Requests(SplittableRandom random, Known known, String mark) {
        this.random = random;
        this.known = known;
        this.mark = mark;
    }

    /** The write of a step; empty where there is nothing yet to change. */
    Optional<WriteRequest> of(Step.Kind kind) {
        return switch (kind) {
            case CREATE -> Optional.of(create());
            case PATCH -> known.any(random).map(this::patch);
            case UPDATE -> known.any(random).map(this::update);
            case DELETE -> known.any(random).map(this::delete);
            case REPORT -> known.any(random).map(this::report);
            case BATCH_ATOMIC -> Optional.of(batch(true));
            case BATCH_PARTIAL -> Optional.of(batch(false));
            case READ, LIST -> throw new IllegalArgumentException(kind + " writes nothing");
        };
    }

    private WriteRequest create() {
        Change change = new Change(LoggedEvent.CREATED, null, label(0));
        return one(
                Write.Kind.CREATE, "POST", "/v1/deployments", spec(name(0), 0).toString(), null, change);
    }

    private WriteRequest patch(String id) {
        Change change = new Change(LoggedEvent.SPEC_CHANGED, id, label(0));
        String ifMatch = random.nextInt(3) == 0 ? ifMatch(id) : null;
        return one(Write.Kind.PATCH, "PATCH", path(id), changes(0).toString(), ifMatch, change);
    }

    private WriteRequest update(String id) {
        Change change = new Change(LoggedEvent.SPEC_CHANGED, id, label(0));
        String name = known.last(id).map(Row::name).orElse(name(0));
        return one(Write.Kind.UPDATE, "PUT", path(id), spec(name, 0).toString(), ifMatch(id), change);
    }

    private WriteRequest delete(String id) {
        return one(Write.Kind.DELETE, "DELETE", path(id), null, ifMatch(id), new Change(LoggedEvent.DELETED, id, ""));
    }

    private WriteRequest report(String id) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", REPORTED.get(random.nextInt(REPORTED.size())));
        body.put("reason", "reported " + mark);
        known.last(id).ifPresent(row -> body.put("observed_generation", row.generation()));
        Change change = new Change(LoggedEvent.STATUS_CHANGED, id, "");
        return one(Write.Kind.REPORT, "POST", path(id) + "/status", body.toString(), null, change);
    }

    private WriteRequest batch(boolean atomic) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("mode", atomic ? "atomic" : "partial");
        ArrayNode items = body.putArray("batch");
        List<Change> changes = new ArrayList<>();
        List<String> targets = known.some(random, random.nextInt(MOST_ITEMS - 1));
        for (int place = 0; place < targets.size(); place++) {
            changes.add(changing(items.addObject(), targets.get(place), place + 1));
        }
        do {
            ObjectNode item = items.addObject();
            item.put("op", "create").put("path", "/deployments");
            item.set("body", spec(name(items.size()), items.size()));
            changes.add(new Change(LoggedEvent.CREATED, null, label(items.size())));
        } while (changes.size() < 2);
        return new WriteRequest(
                atomic ? Write.Kind.BATCH_ATOMIC : Write.Kind.BATCH_PARTIAL,
                "POST",
                "/v1/batch",
                body.toString(),
                null,
                key(),
                changes);
    }

    private Change changing(ObjectNode item, String id, int place) {
        item.put("path", "/deployments/" + id);
        if (random.nextInt(4) == 0) {
            item.put("op", "delete").put("ifMatch", ifMatch(id));
            return new Change(LoggedEvent.DELETED, id, "");
        }
        item.put("op", "patch").set("body", changes(place));
        return new Change(LoggedEvent.SPEC_CHANGED, id, label(place));
    }

    private WriteRequest one(
            Write.Kind kind,
            String method,
            String path,
            @Nullable String body,
            @Nullable String ifMatch,
            Change change) {
        return new WriteRequest(kind, method, path, body, ifMatch, key(), List.of(change));
    }

    private @Nullable String key() {
        return random.nextInt(10) < 6 ? "key-" + mark : null;
    }

    private String name(int place) {
        return random.nextInt(3) == 0 ? "wanted-" + random.nextInt(WANTED_NAMES) : "own-" + mark + '-' + place;
    }

    private String ifMatch(String id) {
        String any = "*";
        return random.nextInt(2) == 0
                ? any
                : known.last(id)
                        .map(row -> '"' + Long.toString(row.revision()) + '"')
                        .orElse(any);
    }

    private ObjectNode spec(String name, int place) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("name", name).put("image", "registry.example.org/shop/checkout:1." + random.nextInt(30));
        spec.putObject("resources").put("cpu", 1 + random.nextInt(8)).put("memory", 1_024);
        spec.putObject("env").put("STEP", mark);
        label(spec, place);
        return spec;
    }

    private ObjectNode changes(int place) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        changes.put("replicas", 1 + random.nextInt(9));
        if (place == 0 && random.nextInt(5) == 0) {
            changes.put("desired", random.nextBoolean() ? "running" : "stopped");
        }
        label(changes, place);
        return changes;
    }

    private void label(ObjectNode spec, int place) {
        spec.putObject("labels").put("step", label(place));
    }

    private String label(int place) {
        return mark + '-' + place;
    }

    private static String path(String id) {
        return "/v1/deployments/" + id;
    }
}
