package ai.rios.bench.faults.history;

import ai.rios.bench.faults.history.LoggedEvent.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small system that does as promised, and clients that use it at random from one seed: what a history without fault looks like.
 * Confined to one thread.
 */
final class Model {
    private static final int STEPS = 300;
    private static final List<String> TENANTS = List.of("red", "blue");

    private final SplittableRandom random;
    private final List<Write> writes = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final List<LoggedEvent> events = new ArrayList<>();
    private final List<LoggedOutcome> outcomes = new ArrayList<>();
    private final Map<String, SortedMap<String, Row>> living = new LinkedHashMap<>();
    private final Map<String, Long> sequences = new LinkedHashMap<>();
    private final Map<String, Long> told = new LinkedHashMap<>();
    private long number;
    private long operations;
    private long deployments;
    private long labels;

    private Model(long seed) {
        random = new SplittableRandom(seed);
        TENANTS.forEach(tenant -> living.put(tenant, new TreeMap<>()));
    }

    /** The history of one seed. */
    static History play(long seed) {
        Model model = new Model(seed);
        for (int step = 0; step < STEPS; step++) {
            model.step(TENANTS.get(model.random.nextInt(TENANTS.size())));
        }
        return model.history();
    }

    private History history() {
        List<Watch> watches = new ArrayList<>();
        Map<String, List<Row>> views = new LinkedHashMap<>();
        Map<String, Row> snapshots = new LinkedHashMap<>();
        for (String tenant : TENANTS) {
            List<Watch.Message> messages = new ArrayList<>();
            int socket = 1;
            for (LoggedEvent event : events) {
                if (event.tenant().equals(tenant)) {
                    socket += random.nextInt(20) == 0 ? 1 : 0;
                    messages.add(new Watch.Message(
                            socket,
                            event.sequence(),
                            event.eventId(),
                            event.deployment(),
                            event.revision(),
                            event.content().status()));
                }
            }
            watches.add(new Watch("watcher of " + tenant, tenant, messages));
            views.put(tenant, List.copyOf(rows(tenant).values()));
            rows(tenant).forEach((id, row) -> snapshots.put(tenant + "/" + id, row));
        }
        return new History(writes, reads, watches, views, new Topics(events, outcomes, snapshots));
    }

    private void step(String tenant) {
        int dice = random.nextInt(100);
        if (dice < 25 || rows(tenant).isEmpty()) {
            create(tenant);
        } else if (dice < 45) {
            change(tenant, Write.Kind.PATCH);
        } else if (dice < 52) {
            report(tenant);
        } else if (dice < 60) {
            delete(tenant);
        } else if (dice < 68) {
            batch(tenant);
        } else if (dice < 72) {
            refuse(tenant);
        } else if (dice < 76) {
            turnAway(tenant);
        } else {
            read(tenant);
        }
    }

    private void create(String tenant) {
        String operation = operation();
        String request = request();
        Row row = created(tenant, operation, request, null);
        done(
                tenant,
                Write.Kind.CREATE,
                operation,
                request,
                List.of(new Effect(LoggedEvent.CREATED, row.deployment(), 1, label(row))),
                List.of(row));
    }

    private Row created(String tenant, String operation, String request, @Nullable Batch batch) {
        String id = "deploy_" + ++deployments;
        Content content = new Content("name-" + deployments, spec(), "pending", null, 1, null, now());
        return append(tenant, id, 1, operation, request, batch, LoggedEvent.CREATED, content);
    }

    private void change(String tenant, Write.Kind kind) {
        Row old = any(tenant);
        String operation = operation();
        String request = request();
        Content content = new Content(old.name(), spec(), old.status(), null, old.generation() + 1, null, now());
        Row row = append(
                tenant,
                old.deployment(),
                old.revision() + 1,
                operation,
                request,
                null,
                LoggedEvent.SPEC_CHANGED,
                content);
        done(
                tenant,
                kind,
                operation,
                request,
                List.of(new Effect(LoggedEvent.SPEC_CHANGED, row.deployment(), row.revision(), label(row))),
                List.of(row));
    }

    private void report(String tenant) {
        Row old = any(tenant);
        String operation = operation();
        String request = request();
        Content content =
                new Content(null, null, "running", "step " + number, old.generation(), old.generation(), now());
        Row row = append(
                tenant,
                old.deployment(),
                old.revision() + 1,
                operation,
                request,
                null,
                LoggedEvent.STATUS_CHANGED,
                content);
        done(
                tenant,
                Write.Kind.REPORT,
                operation,
                request,
                List.of(new Effect(LoggedEvent.STATUS_CHANGED, row.deployment(), row.revision())),
                List.of(row));
    }

    private void delete(String tenant) {
        Row old = any(tenant);
        String operation = operation();
        String request = request();
        Content content = new Content(null, null, Row.DELETED, null, old.generation(), null, now());
        append(tenant, old.deployment(), old.revision() + 1, operation, request, null, LoggedEvent.DELETED, content);
        done(
                tenant,
                Write.Kind.DELETE,
                operation,
                request,
                List.of(new Effect(LoggedEvent.DELETED, old.deployment(), 0)),
                List.of());
    }

    private void batch(String tenant) {
        String operation = operation();
        String request = request();
        List<Effect> effects = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        int size = 2 + random.nextInt(3);
        for (int at = 0; at < size; at++) {
            Row row = created(tenant, operation, request, new Batch("batch of " + operation, at, size));
            rows.add(row);
            effects.add(new Effect(LoggedEvent.CREATED, row.deployment(), 1, label(row)));
        }
        done(
                tenant,
                random.nextBoolean() ? Write.Kind.BATCH_ATOMIC : Write.Kind.BATCH_PARTIAL,
                operation,
                request,
                effects,
                rows);
    }

    /** What was decided, and seen by its client or not, and repeated or not. */
    private void done(
            String tenant, Write.Kind kind, String operation, String request, List<Effect> effects, List<Row> rows) {
        outcomes.add(new LoggedOutcome("outcome " + outcomes.size(), tenant, operation, request, false));
        int changes = effects.size();
        @Nullable String key = random.nextInt(3) == 0 ? "key-" + number : null;
        Write.Answer answer =
                new Write.Answer(201, "", Write.Fate.DONE, operation, sequence(tenant), false, effects, rows);
        boolean isSeen = random.nextInt(6) > 0;
        writes.add(new Write(++number, client(tenant), tenant, request, key, kind, changes, isSeen ? answer : null));
        if (isSeen) {
            told.merge(client(tenant), sequence(tenant), Math::max);
        }
        if (key != null && random.nextBoolean()) {
            Write.Answer again =
                    new Write.Answer(201, "", Write.Fate.DONE, operation, sequence(tenant), true, effects, rows);
            writes.add(new Write(++number, client(tenant), tenant, request(), key, kind, changes, again));
        }
    }

    private void refuse(String tenant) {
        String operation = operation();
        String request = request();
        outcomes.add(new LoggedOutcome("outcome " + outcomes.size(), tenant, operation, request, true));
        Write.Answer answer = new Write.Answer(
                409, "already_exists", Write.Fate.REFUSED, operation, sequence(tenant), false, List.of(), List.of());
        @Nullable String key = random.nextBoolean() ? "key-" + number : null;
        writes.add(new Write(++number, client(tenant), tenant, request, key, Write.Kind.CREATE, 1, answer));
        if (key != null) {
            Write.Answer again = new Write.Answer(
                    409, "already_exists", Write.Fate.REFUSED, operation, sequence(tenant), true, List.of(), List.of());
            writes.add(new Write(++number, client(tenant), tenant, request(), key, Write.Kind.CREATE, 1, again));
        }
    }

    private void turnAway(String tenant) {
        Write.Answer answer = new Write.Answer(
                503, "unavailable", Write.Fate.NOTHING_DONE, null, sequence(tenant), false, List.of(), List.of());
        writes.add(new Write(++number, client(tenant), tenant, request(), null, Write.Kind.PATCH, 1, answer));
    }

    private void read(String tenant) {
        long minPosition = random.nextBoolean() ? told.getOrDefault(client(tenant), 0L) : 0;
        boolean isList = rows(tenant).isEmpty() || random.nextBoolean();
        Row one = isList ? null : any(tenant);
        List<Row> shown = one == null ? List.copyOf(rows(tenant).values()) : List.of(one);
        long at = ++number;
        reads.add(new Read(
                at,
                client(tenant),
                tenant,
                at * 10,
                at * 10 + 5,
                one == null ? null : one.deployment(),
                minPosition,
                sequence(tenant),
                shown,
                isList));
        told.merge(client(tenant), sequence(tenant), Math::max);
    }

    private Row append(
            String tenant,
            String id,
            long revision,
            String operation,
            String request,
            @Nullable Batch batch,
            String kind,
            Content content) {
        long sequence = sequence(tenant) + 1;
        sequences.put(tenant, sequence);
        events.add(new LoggedEvent(
                "log " + events.size(),
                tenant,
                "evt_" + events.size(),
                id,
                revision,
                sequence,
                operation,
                request,
                batch,
                kind,
                content));
        Row old = rows(tenant).remove(id);
        Row row = new Row(
                id,
                content.name() != null ? content.name() : old == null ? "" : old.name(),
                content.spec() != null ? content.spec() : old == null ? new TreeMap<>() : old.spec(),
                content.status(),
                content.reason() != null ? content.reason() : old == null ? "" : old.reason(),
                revision,
                content.generation(),
                content.observedGeneration() != null
                        ? content.observedGeneration()
                        : old == null ? 0 : old.observedGeneration(),
                old == null ? content.time() : old.createdAt(),
                content.time());
        if (row.isLiving()) {
            rows(tenant).put(id, row);
        }
        return row;
    }

    private Row any(String tenant) {
        List<Row> rows = List.copyOf(rows(tenant).values());
        return rows.get(random.nextInt(rows.size()));
    }

    private SortedMap<String, Row> rows(String tenant) {
        return living.computeIfAbsent(tenant, _ -> new TreeMap<>());
    }

    private long sequence(String tenant) {
        return sequences.getOrDefault(tenant, 0L);
    }

    private static String client(String tenant) {
        return "client of " + tenant;
    }

    private SortedMap<String, String> spec() {
        return new TreeMap<>(Map.of(
                "replicas",
                Integer.toString(random.nextInt(100)),
                "image",
                "app:" + number,
                Row.LABEL,
                "step-" + ++labels));
    }

    private static String label(Row row) {
        return row.spec().getOrDefault(Row.LABEL, "");
    }

    private Instant now() {
        return Instant.EPOCH.plusSeconds(events.size());
    }

    private String operation() {
        return "op_" + ++operations;
    }

    private String request() {
        return "req_" + number + "_" + ++operations;
    }
}
