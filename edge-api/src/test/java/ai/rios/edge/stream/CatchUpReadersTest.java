package ai.rios.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.signing.Signer;
import ai.rios.edge.signing.WatchCursors;
import ai.rios.edge.websocket.CloseReason;
import ai.rios.edge.websocket.WebSocketSettings;
import ai.rios.schemas.deployment.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CatchUpReadersTest {
    private final InMemoryLog log = new InMemoryLog();
    private final CatchUpReaders readers = new CatchUpReaders(
            log::consumer,
            () -> Optional.of(InMemoryLog.TOPIC_ID),
            InMemoryLog.TOPIC,
            new StreamMessages(log.deserializer(), new WatchCursors(Signer.of(List.of(Signer.newKey())))),
            new StreamConfig(Set.of(), 10, 1, 2, Duration.ofMillis(250), WebSocketSettings.DEFAULTS));

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void whoFindsNoPlaceIsRefusedUntilOneIsFree() throws Exception {
        // Given two places, both taken by sockets that are behind
        log.append("acme", "deploy_1", DeploymentStatus.RUNNING);
        FakeSession first = behind();
        FakeSession second = behind();

        // When
        FakeSession third = behind();

        // Then
        assertThat(third.closed()).isNotNull().extracting(CloseReason::code).isEqualTo(1013);
        assertThat(readers.bounds(0)).isEmpty();
        readers.start();
        StreamClients.await(
                "a place is free",
                () -> readers.bounds(0).map(bounds -> bounds.join().next() == 1).orElse(false));
        assertThat(first.closed()).isNull();
        assertThat(second.closed()).isNull();
        assertThat(behind().closed()).isNull();
    }

    private FakeSession behind() {
        FakeSession session = new FakeSession(10);
        StreamFeed feed = new StreamFeed("acme", Instant.MAX, readers::submit);
        feed.startAt(0, 0, log.end(0));
        feed.open(session);
        return session;
    }
}
