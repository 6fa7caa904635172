package ai.rios.projections.streams;

import ai.rios.projections.views.TenantState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When which blocked tenant is read again: at once when it stands somewhere new, else after pauses that double. Times are
 * nanoseconds of {@link System#nanoTime}. Not thread-safe.
 */
final class HealSchedule {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final Map<Place, Attempt> attempts = new HashMap<>();

    /** A tenant of a partition. */
    record Place(int partition, String tenant) {}

    /**
     * A tenant to be read again.
     *
     * @param state where it stands
     */
    record Due(Place place, TenantState state) {}

    private record Attempt(TenantState state, long dueNanos, Duration pause, boolean underWay) {}

    /** How a tenant stands now; one that is not blocked is forgotten. */
    void stands(Place place, TenantState state, long nowNanos) {
        if (!state.isBlocked()) {
            attempts.remove(place);
            return;
        }
        Attempt before = attempts.get(place);
        if (before == null) {
            attempts.put(place, new Attempt(state, nowNanos, FIRST_PAUSE, false));
        } else if (before.state().sequence() < state.sequence()) {
            attempts.put(place, new Attempt(state, nowNanos, FIRST_PAUSE, false));
        } else {
            Duration pause = before.pause();
            long dueNanos = before.underWay() ? nowNanos + pause.toNanos() : before.dueNanos();
            attempts.put(place, new Attempt(state, dueNanos, before.underWay() ? longer(pause) : pause, false));
        }
    }

    void forget(int partition) {
        for (Iterator<Place> places = attempts.keySet().iterator(); places.hasNext(); ) {
            if (places.next().partition() == partition) {
                places.remove();
            }
        }
    }

    /** The time of the next attempt; empty when none is planned. */
    OptionalLong nextNanos() {
        return attempts.values().stream()
                .filter(attempt -> !attempt.underWay())
                .mapToLong(Attempt::dueNanos)
                .min();
    }

    /**
     * Tenants of one partition whose time has come, the most overdue first; their attempts are under way from here.
     *
     * @param max of them, at most
     */
    List<Due> take(long nowNanos, int max) {
        List<Map.Entry<Place, Attempt>> due = attempts.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().underWay() && entry.getValue().dueNanos() - nowNanos <= 0)
                .sorted(Comparator.comparingLong(entry -> entry.getValue().dueNanos() - nowNanos))
                .toList();
        List<Due> taken = new ArrayList<>();
        for (Map.Entry<Place, Attempt> entry : due) {
            Place place = entry.getKey();
            boolean samePartition = taken.isEmpty() || taken.getFirst().place().partition() == place.partition();
            if (samePartition && taken.size() < max) {
                Attempt attempt = entry.getValue();
                taken.add(new Due(place, attempt.state()));
                attempts.put(place, new Attempt(attempt.state(), attempt.dueNanos(), attempt.pause(), true));
            }
        }
        return taken;
    }

    /** An attempt was not made: there is no room for what it would find. */
    void putOff(Place place, long nowNanos) {
        Attempt attempt = attempts.get(place);
        if (attempt != null) {
            attempts.put(place, new Attempt(attempt.state(), nowNanos + FIRST_PAUSE.toNanos(), attempt.pause(), false));
        }
    }

    /** An attempt came to nothing: the log could not be read. */
    void failed(Place place, long nowNanos) {
        Attempt attempt = attempts.get(place);
        if (attempt != null) {
            long dueNanos = nowNanos + attempt.pause().toNanos();
            attempts.put(place, new Attempt(attempt.state(), dueNanos, longer(attempt.pause()), false));
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
