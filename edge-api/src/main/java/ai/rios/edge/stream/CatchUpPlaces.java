package ai.rios.edge.stream;

import java.util.HashMap;
import java.util.Map;

/**
 * Who is fed from the log, waits for it, or has a question about it: so many at once, and so many of one tenant. An eighth of the
 * places is for questions only, so that streams which are far behind do not shut others out. Thread-safe.
 */
final class CatchUpPlaces {
    private static final int SHARE_OF_QUESTIONS = 8;

    private final int places;
    private final int perTenant;

    // Guarded by this object.
    private int taken;
    /** Tenants without any have no entry. */
    private final Map<String, Integer> byTenant = new HashMap<>();

    CatchUpPlaces(int places, int perTenant) {
        this.places = places;
        this.perTenant = perTenant;
    }

    /** Takes a place for a socket, if there is one. */
    boolean takeForFeed(String tenant) {
        return take(tenant, places - places / SHARE_OF_QUESTIONS);
    }

    /** Takes a place for a question, if there is one. */
    boolean takeForQuestion(String tenant) {
        return take(tenant, places);
    }

    private synchronized boolean take(String tenant, int limit) {
        int ofTenant = byTenant.getOrDefault(tenant, 0);
        if (taken >= limit || ofTenant >= perTenant) {
            return false;
        }
        taken++;
        byTenant.put(tenant, ofTenant + 1);
        return true;
    }

    /** Gives back a place that this tenant has. */
    synchronized void release(String tenant) {
        taken--;
        byTenant.computeIfPresent(tenant, (_, now) -> now == 1 ? null : now - 1);
    }
}
