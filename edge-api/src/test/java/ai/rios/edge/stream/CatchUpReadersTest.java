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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CatchUpReadersTest {
    private final InMemoryLog log = new InMemoryLog();

    @Test
    void whoFindsNoPlaceIsRefusedUntilOneIsFree() throws Exception {
        try (CatchUpReaders readers = readers(2)) {
            // Given two places, both taken by sockets that are behind
            log.append("acme", "deploy_1", DeploymentStatus.RUNNING);
            FakeSession first = behind(readers);
            FakeSession second = behind(readers);

            // When
            FakeSession third = behind(readers);

            // Then
            assertThat(third.closed()).isNotNull().extracting(CloseReason::code).isEqualTo(1013);
            assertThat(readers.bounds("acme", 0)).isEmpty();
            readers.start();
            StreamClients.await(
                    "a place is free",
                    () -> readers.bounds("acme", 0)
                            .map(bounds -> bounds.join().next() == 1)
                            .orElse(false));
            assertThat(first.closed()).isNull();
            assertThat(second.closed()).isNull();
            assertThat(behind(readers).closed()).isNull();
        }
    }

    @Test
    void aClientThatReadsAtOnceNeedsOnePlaceOnly() throws Exception {
        // Given one place, and a client whose queue of one message is empty whenever it is asked for room
        try (CatchUpReaders one = readers(1)) {
            log.append("acme", "deploy_1", DeploymentStatus.RUNNING);
            log.append("acme", "deploy_1", DeploymentStatus.FAILED);
            log.append("acme", "deploy_1", DeploymentStatus.PENDING);
            AtomicInteger read = new AtomicInteger();
            FakeSession quick = new FakeSession(1) {
                @Override
                public void whenRoom(Runnable action) {
                    take(1);
                    read.set(taken().size());
                    super.whenRoom(action);
                }
            };
            StreamFeed feed = new StreamFeed("acme", Instant.MAX, one::submit);
            feed.startAt(0, 0, log.end(0));
            feed.open(quick);

            // When
            one.start();
            StreamClients.await("two are read", () -> read.get() == 2 || quick.closed() != null);

            // Then
            assertThat(quick.closed()).isNull();
        }
    }

    @Test
    void oneTenantsStreamsLeavePlacesForOthers() throws Exception {
        // Given a tenant with as many streams behind as it may have
        try (CatchUpReaders readers = readers(16, 2)) {
            log.append("acme", "deploy_1", DeploymentStatus.RUNNING);
            behind(readers);
            behind(readers);

            // When
            FakeSession third = behind(readers);
            FakeSession ofAnother = behind(readers, "emca");

            // Then
            assertThat(third.closed()).isNotNull().extracting(CloseReason::code).isEqualTo(1013);
            assertThat(readers.bounds("acme", 0)).isEmpty();
            assertThat(ofAnother.closed()).isNull();
            readers.start();
            StreamClients.await(
                    "a place of the tenant is free",
                    () -> readers.bounds("acme", 0).isPresent());
        }
    }

    @Test
    void streamsLeavePlacesForQuestions() throws Exception {
        try (CatchUpReaders readers = readers(8, 8)) {
            log.append("acme", "deploy_1", DeploymentStatus.RUNNING);
            for (int i = 0; i < 7; i++) {
                assertThat(behind(readers).closed()).isNull();
            }

            assertThat(behind(readers).closed()).isNotNull();
            assertThat(readers.bounds("acme", 0)).isPresent();
            assertThat(readers.bounds("emca", 0)).isEmpty();
            readers.start();
            StreamClients.await(
                    "a place is free", () -> readers.bounds("emca", 0).isPresent());
        }
    }

    private CatchUpReaders readers(int places) {
        return readers(places, places);
    }

    private CatchUpReaders readers(int places, int perTenant) {
        return new CatchUpReaders(
                log::consumer,
                () -> Optional.of(InMemoryLog.TOPIC_ID),
                InMemoryLog.TOPIC,
                new StreamMessages(log.deserializer(), new WatchCursors(Signer.of(List.of(Signer.newKey())))),
                new StreamConfig(
                        Set.of(), 10, 1, places, perTenant, Duration.ofMillis(250), WebSocketSettings.DEFAULTS));
    }

    private FakeSession behind(CatchUpReaders readers) {
        return behind(readers, "acme");
    }

    private FakeSession behind(CatchUpReaders readers, String tenant) {
        FakeSession session = new FakeSession(10);
        StreamFeed feed = new StreamFeed(tenant, Instant.MAX, readers::submit);
        feed.startAt(0, 0, log.end(0));
        feed.open(session);
        return session;
    }
}
