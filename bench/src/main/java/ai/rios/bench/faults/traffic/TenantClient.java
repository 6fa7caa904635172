package ai.rios.bench.faults.traffic;

import ai.rios.bench.faults.history.Read;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.faults.history.Write;
import ai.rios.bench.faults.history.Write.Fate;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.Reply;
import ai.rios.bench.product.Tenant;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One client of one tenant. It keeps the highest position that it was told and sends it with most reads; what got no good answer it
 * tries again. Blocking; thread-safe, its steps overlap.
 */
final class TenantClient {
    private static final int MOST_ATTEMPTS = 4;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final int LIST_LIMIT = 200;

    private final String name;
    private final Tenant tenant;
    private final Api api;
    private final Recorder recorder;
    private final Known known;
    private final AtomicLong position = new AtomicLong();

    /** @param known shared by the clients of the tenant */
    TenantClient(String name, Tenant tenant, Api api, Recorder recorder, Known known) {
        this.name = name;
        this.tenant = tenant;
        this.api = api;
        this.recorder = recorder;
        this.known = known;
    }

    /** Carries out a step to its end, with all repeats. */
    void carryOut(Step step, String mark) {
        SplittableRandom random = new SplittableRandom(step.seed());
        switch (step.kind()) {
            case READ -> known.any(random).ifPresent(id -> read(id, random));
            case LIST -> read(null, random);
            case CREATE, PATCH, UPDATE, DELETE, REPORT, BATCH_ATOMIC, BATCH_PARTIAL ->
                new Requests(random, known, mark).of(step.kind()).ifPresent(request -> write(request, random));
        }
    }

    private void write(WriteRequest request, SplittableRandom random) {
        int attempts = 1;
        Write.@Nullable Answer answer = attempt(request);
        while (attempts < MOST_ATTEMPTS && isOpen(answer)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FIRST_PAUSE_MILLIS << attempts));
            answer = attempt(request.key() == null ? request.anew(attempts) : request);
            attempts++;
        }
        if (request.key() != null && random.nextInt(6) == 0) {
            attempt(request);
        }
    }

    private static boolean isOpen(Write.@Nullable Answer answer) {
        return answer == null || answer.fate() == Fate.UNKNOWN || answer.fate() == Fate.NOTHING_DONE;
    }

    private Write.@Nullable Answer attempt(WriteRequest request) {
        long number = recorder.number();
        String requestId = name + '-' + number;
        Map<String, String> headers = new HashMap<>(Map.of("X-Request-ID", requestId));
        if (request.key() != null) {
            headers.put("Idempotency-Key", request.key());
        }
        if (request.ifMatch() != null) {
            headers.put("If-Match", request.ifMatch());
        }
        long sentNanos = System.nanoTime();
        Optional<Reply> reply = api.send(tenant.token(), request.method(), request.path(), request.body(), headers);
        long doneNanos = System.nanoTime();
        Write.@Nullable Answer answer =
                reply.map(answered -> Answers.of(request, answered)).orElse(null);
        Write write = new Write(
                number,
                name,
                tenant.name(),
                requestId,
                request.key(),
                request.kind(),
                request.changes().size(),
                answer);
        boolean isDone = answer != null && answer.fate() == Fate.DONE;
        boolean isDecided = isDone || (answer != null && answer.fate() == Fate.REFUSED);
        recorder.add(
                write,
                new Traffic.Moment(
                        tenant.name(),
                        true,
                        isDone,
                        isDecided,
                        answer != null && answer.replayed(),
                        answer == null ? "" : answer.code(),
                        sentNanos,
                        doneNanos));
        if (answer != null && isDone) {
            position.accumulateAndGet(answer.position(), Math::max);
            known.learn(answer);
        }
        return answer;
    }

    /** @param deployment null lists them */
    private void read(@Nullable String deployment, SplittableRandom random) {
        long number = recorder.number();
        long minPosition = random.nextInt(4) == 0 ? 0 : position.get();
        Map<String, String> headers =
                minPosition == 0 ? Map.of() : Map.of("X-RiOS-Min-Position", Long.toString(minPosition));
        String path = "/v1/deployments" + (deployment == null ? "?limit=" + LIST_LIMIT : "/" + deployment);
        long sentNanos = System.nanoTime();
        Optional<Reply> reply = api.send(tenant.token(), "GET", path, null, headers);
        long doneNanos = System.nanoTime();
        int status = reply.map(Reply::status).orElse(0);
        boolean isShown = status == 200 || (status == 404 && deployment != null);
        String code = reply.map(Reply::code).orElse("");
        recorder.add(new Traffic.Moment(tenant.name(), false, isShown, isShown, false, code, sentNanos, doneNanos));
        if (reply.isPresent() && isShown) {
            Reply shown = reply.get();
            recorder.add(new Read(
                    number,
                    name,
                    tenant.name(),
                    sentNanos,
                    doneNanos,
                    deployment,
                    minPosition,
                    shown.position(),
                    rows(shown, deployment == null),
                    deployment == null && shown.json().path("nextCursor").isNull()));
            position.accumulateAndGet(shown.position(), Math::max);
        }
    }

    private static List<Row> rows(Reply reply, boolean isList) {
        List<Row> rows = new ArrayList<>();
        if (isList) {
            for (JsonNode item : reply.json().path("items")) {
                rows.add(Rows.of(item));
            }
        } else if (reply.status() == 200) {
            rows.add(Rows.of(reply.json()));
        }
        return rows;
    }
}
