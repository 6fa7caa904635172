package ai.rios.projections.streams;

import ai.rios.projections.views.EventRecord;
import java.util.List;

/**
 * Events of a blocked tenant, read again.
 *
 * @param events in log order, from the tenant's kept offset on
 */
record HealedEvents(String tenant, List<EventRecord> events) {
    HealedEvents {
        events = List.copyOf(events);
    }
}
