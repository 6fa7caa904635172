package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link Invariant#STREAMS_GO_FORWARD}. */
final class StreamsChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        for (Watch watch : history.watches()) {
            Map<Long, LoggedEvent> log = new HashMap<>();
            events.ofTenant(watch.tenant()).forEach(event -> log.putIfAbsent(event.sequence(), event));
            long last = 0;
            for (Watch.Message message : watch.messages()) {
                if (message.position() != last + 1) {
                    found.add(violation(watch, message, "comes after position " + last));
                }
                last = message.position();
                LoggedEvent event = log.get(message.position());
                if (event == null || !isOf(message, event)) {
                    found.add(violation(
                            watch, message, "is not what the log has: " + (event == null ? "nothing" : event.told())));
                }
            }
            if (last != events.end(watch.tenant())) {
                found.add(new Violation(
                        Invariant.STREAMS_GO_FORWARD,
                        watch.tenant(),
                        watch.client() + " saw tenant " + watch.tenant() + " up to position " + last + " of "
                                + events.end(watch.tenant())));
            }
        }
        return found;
    }

    private static boolean isOf(Watch.Message message, LoggedEvent event) {
        return message.eventId().equals(event.eventId())
                && message.deployment().equals(event.deployment())
                && message.revision() == event.revision()
                && message.status().equals(event.content().status());
    }

    private static Violation violation(Watch watch, Watch.Message message, String what) {
        return new Violation(
                Invariant.STREAMS_GO_FORWARD,
                watch.tenant(),
                watch.client() + "'s socket " + message.socket() + ": message " + message.eventId() + " at position "
                        + message.position() + " " + what);
    }
}
