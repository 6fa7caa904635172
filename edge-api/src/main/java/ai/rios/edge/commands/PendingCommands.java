package ai.rios.edge.commands;

import ai.rios.edge.auth.Plan;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.deployment.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The commands that this edge has sent and that have no outcome yet. Bounded a tenant by its plan, so that a tenant that floods
 * does not hold up those on its partition. Thread-safe.
 */
public final class PendingCommands {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final ConcurrentHashMap<String, Entry> byOperation = new ConcurrentHashMap<>();

    /** Items under way a tenant; a tenant without any has no entry. */
    private final ConcurrentHashMap<String, Integer> itemsByTenant = new ConcurrentHashMap<>();

    public PendingCommands(InstantSource clock) {
        this.clock = clock;
    }

    private record Entry(String tenant, int items, Instant lostAt, CompletableFuture<Outcome> outcome) {}

    /**
     * Makes room for a command.
     *
     * @param items 1, or as many as the batch has
     * @param lostAfter when the outcome is taken for lost and the place is free again; the log keeps its truth
     * @return completes with the outcome, on the thread that reads outcomes
     * @throws ApiException {@code too_many_in_flight} when the plan allows no more
     */
    public CompletableFuture<Outcome> add(String operation, String tenant, Plan plan, int items, Duration lostAfter) {
        itemsByTenant.compute(tenant, (_, now) -> {
            int after = (now == null ? 0 : now) + items;
            if (after > plan.maxInFlight()) {
                throw tooMany(plan);
            }
            return after;
        });
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        byOperation.put(operation, new Entry(tenant, items, clock.instant().plus(lostAfter), outcome));
        return outcome;
    }

    /** Takes an outcome in; one that nobody waits for is dropped. */
    public void complete(Outcome outcome) {
        Entry entry = remove(outcome.operation());
        if (entry != null) {
            entry.outcome().complete(outcome);
        }
    }

    /** Frees the place of a command that is certainly not in the log. */
    public void withdraw(String operation) {
        remove(operation);
    }

    /** Frees the places of commands whose outcomes are taken for lost. Called from time to time. */
    public void giveUpLost() {
        Instant now = clock.instant();
        byOperation.forEach((operation, entry) -> {
            if (entry.lostAt().isBefore(now)) {
                remove(operation);
            }
        });
    }

    /** Items under way in all. */
    public int items() {
        return itemsByTenant.values().stream().mapToInt(Integer::intValue).sum();
    }

    private @Nullable Entry remove(String operation) {
        Entry entry = byOperation.remove(operation);
        if (entry != null) {
            itemsByTenant.computeIfPresent(
                    entry.tenant(), (_, now) -> now <= entry.items() ? null : now - entry.items());
        }
        return entry;
    }

    private static ApiException tooMany(Plan plan) {
        return new ApiException(ApiError.of(
                        ApiCode.TOO_MANY_IN_FLIGHT,
                        "more than " + plan.maxInFlight() + " commands of the tenant are undecided here")
                .after(RETRY_AFTER));
    }
}
