package ai.rios.runtime.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The checks of one process. Live means that a restart would not help; ready means that it is live, has started and is not
 * stopping. Thread-safe.
 */
public final class Health {
    private static final JsonFactory JSON = new JsonFactory();

    private final String version;
    private final InstantSource clock;
    private final Instant started;
    private final List<HealthCheck> live = new CopyOnWriteArrayList<>();
    private final List<HealthCheck> ready = new CopyOnWriteArrayList<>();

    /** Set once by the thread that stops the process, read by those that answer: no more work is wanted. */
    private volatile boolean stopping;

    /**
     * @param version of this process, for the report
     * @param clock for the time it has been up
     */
    public Health(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Adds a check that says whether a restart is needed. */
    public Health live(HealthCheck check) {
        live.add(check);
        return this;
    }

    /** Adds a check that says whether work can be done. */
    public Health ready(HealthCheck check) {
        ready.add(check);
        return this;
    }

    /** From here on not ready: balancers look elsewhere while what is under way is finished. */
    public void stop() {
        stopping = true;
    }

    /** How long this process has been up. */
    public Duration uptime() {
        return Duration.between(started, clock.instant());
    }

    /** Whether no restart is needed. */
    public boolean isLive() {
        return live.stream().allMatch(check -> check.ask().up());
    }

    /** Whether work can be done. */
    public boolean isReady() {
        return !stopping
                && isLive()
                && ready.stream().allMatch(check -> check.ask().up());
    }

    /** The report on live checks. */
    public Report liveReport() {
        return report(live, true);
    }

    /** The report on all checks. */
    public Report readyReport() {
        List<HealthCheck> all = new ArrayList<>(live);
        all.addAll(ready);
        return report(all, !stopping);
    }

    /**
     * A report in words for machines.
     *
     * @param up whether every check is
     * @param json {@code {"status","version","uptime","checks":[{"name","status","detail"?}]}}, uptime in whole seconds
     */
    public record Report(boolean up, String json) {
        /** 200 when all is well, else 503. */
        public int httpStatus() {
            return up ? 200 : 503;
        }
    }

    private record Answered(String name, HealthCheck.Answer answer) {}

    private Report report(List<HealthCheck> checks, boolean wanted) {
        List<Answered> answers = checks.stream()
                .map(check -> new Answered(check.name(), check.ask()))
                .toList();
        boolean up = wanted
                && answers.stream().allMatch(answered -> answered.answer().up());
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, up, answers);
        } catch (IOException e) {
            throw new UncheckedIOException("a string refused a report", e);
        }
        return new Report(up, text.toString());
    }

    private void write(JsonGenerator out, boolean up, List<Answered> answers) throws IOException {
        out.writeStartObject();
        out.writeStringField("status", word(up));
        out.writeStringField("version", version);
        out.writeNumberField("uptime", uptime().toSeconds());
        out.writeArrayFieldStart("checks");
        for (Answered answered : answers) {
            out.writeStartObject();
            out.writeStringField("name", answered.name());
            out.writeStringField("status", word(answered.answer().up()));
            if (!answered.answer().detail().isEmpty()) {
                out.writeStringField("detail", answered.answer().detail());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static String word(boolean up) {
        return up ? "up" : "down";
    }
}
