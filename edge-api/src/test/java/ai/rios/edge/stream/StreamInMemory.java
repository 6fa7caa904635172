package ai.rios.edge.stream;

import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.auth.Tickets;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.edge.signing.Signer;
import ai.rios.edge.signing.WatchCursors;
import java.time.InstantSource;

/** {@code /v1/stream} over a log in memory. */
public final class StreamInMemory {
    private StreamInMemory() {}

    public static EventStream start(
            StreamConfig config,
            InMemoryLog log,
            Authenticator authenticator,
            Signer signer,
            TenantPositions positions,
            InstantSource clock) {
        WatchCursors cursors = new WatchCursors(signer);
        return EventStream.start(
                config,
                log::consumer,
                () -> InMemoryLog.TOPIC_ID,
                InMemoryLog.TOPIC,
                new StreamMessages(log.deserializer(), cursors),
                new StreamCredentials(authenticator, new Tickets(signer, clock)),
                cursors,
                new ClientSlots(config.maxPerClient()),
                positions,
                clock);
    }
}
