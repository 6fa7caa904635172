package ai.rios.commands.kafka;

import ai.rios.schemas.deployment.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the handler counts. Counts are of work done, and so may count a decision twice whose transaction was aborted. Thread-safe. */
final class CommandMeters {
    private final MeterRegistry registry;
    private final Counter skipped;
    private final Counter deadLetters;
    private final Counter evictions;
    private final Counter timers;

    CommandMeters(MeterRegistry registry) {
        this.registry = registry;
        this.skipped = Counter.builder("rios.commands.skipped")
                .description("records at or below the highest offset decided")
                .register(registry);
        this.deadLetters = Counter.builder("rios.commands.dead.letters")
                .description("commands that could not be decided and were set aside")
                .register(registry);
        this.evictions = Counter.builder("rios.idempotency.evictions")
                .description("idempotency keys forgotten before their time because their tenant had too many")
                .register(registry);
        this.timers = Counter.builder("rios.timers.due")
                .description("timer commands given")
                .register(registry);
    }

    void decided(String command, @Nullable Outcome outcome) {
        registry.counter("rios.commands.decided", "command", command, "result", resultOf(outcome))
                .increment();
    }

    void skipped() {
        skipped.increment();
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void evicted() {
        evictions.increment();
    }

    void timer() {
        timers.increment();
    }

    private static String resultOf(@Nullable Outcome outcome) {
        if (outcome == null) {
            return "timer";
        }
        return switch (outcome.result()) {
            case Outcome.Done done -> done.effect().name().toLowerCase(Locale.ROOT);
            case Outcome.Refused refused -> refused.refusal().code().wire();
            case Outcome.BatchDone _ -> "batch";
            case Outcome.NotApplied _ -> "not_applied";
        };
    }
}
