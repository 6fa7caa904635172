package ai.rios.edge.stream;

import ai.rios.edge.auth.Plan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many sockets each client has open at this edge, at most so many in every plan but {@code development}. Thread-safe. */
public final class ClientSlots {
    private final int maxPerClient;

    /** Guarded by itself; holds clients with one socket or more only. */
    private final Map<String, Integer> open = new HashMap<>();

    /** One socket's place; give it back once. Thread-safe. */
    public final class Slot {
        private final String client;
        private final AtomicBoolean released = new AtomicBoolean();

        private Slot(String client) {
            this.client = client;
        }

        /** Gives the place back; a second call does nothing. */
        public void release() {
            if (released.compareAndSet(false, true)) {
                give(client);
            }
        }
    }

    /** @param maxPerClient 1 or more */
    public ClientSlots(int maxPerClient) {
        if (maxPerClient < 1) {
            throw new IllegalArgumentException("a client may have 1 socket or more, not " + maxPerClient);
        }
        this.maxPerClient = maxPerClient;
    }

    /**
     * A place for one more socket; empty when the client has as many as it may.
     *
     * @param client who it is: API key, else tenant and subject, else address
     */
    public Optional<Slot> take(String client, Plan plan) {
        synchronized (open) {
            int now = open.getOrDefault(client, 0);
            if (now >= maxPerClient && !plan.equals(Plan.DEVELOPMENT)) {
                return Optional.empty();
            }
            open.put(client, now + 1);
        }
        return Optional.of(new Slot(client));
    }

    private void give(String client) {
        synchronized (open) {
            open.computeIfPresent(client, (_, now) -> now == 1 ? null : now - 1);
        }
    }
}
