package ai.rios.projections.views;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.HistoryQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EventFoldTest {
    private final MemoryViews store = new MemoryViews();
    private final Script.ToldSnapshots snapshots = new Script.ToldSnapshots();
    private final EventFold fold = new EventFold(store, Script.CODECS, snapshots);
    private final DeploymentReads reads = new DeploymentReads(store, Script.CODECS);
    private final Script script = new Script();
    private long offset;

    private Folded fold(DeploymentEvent event) {
        return fold.fold(Script.record(event, offset++));
    }

    private static String reason(TenantState state) {
        return Objects.requireNonNull(state.block(), "block").reason();
    }

    @Test
    void aFoldedEventIsInEveryViewOfItsDeployment() {
        // Given
        DeploymentEvent created = script.created("acme", "a");
        // When
        Folded folded = fold(created);
        // Then
        Deployment standing = script.standing("acme", "a");
        assertThat(folded).isEqualTo(new Folded.Applied(created, standing));
        assertThat(reads.find("acme", Script.id("a"))).contains(standing);
        assertThat(reads.history("acme", Script.id("a"), new HistoryQuery(0, 10, false))
                        .items())
                .containsExactly(created);
        assertThat(reads.state("acme")).isEqualTo(new TenantState(1, 1, null));
        assertThat(snapshots.told()).containsExactly(Script.id("a") + " 1");
    }

    @Test
    void theStateOfTheTenantIsWrittenAfterAllElse() {
        // Given
        List<Character> order = new ArrayList<>();
        ViewWrites watched = new WatchedViews(store, order);
        // When
        new EventFold(watched, Script.CODECS, snapshots).fold(Script.record(script.created("acme", "a"), 0));
        // Then
        assertThat(order).containsExactly('h', 'd', 's');
    }

    @Test
    void anEventThatWasFoldedBeforeChangesNothing() {
        // Given
        DeploymentEvent created = script.created("acme", "a");
        fold(created);
        fold(script.moved("acme", "a", DeploymentStatus.ASSIGNED));
        long writes = store.writes();
        // When
        Folded again = fold(created);
        // Then
        assertThat(again).isEqualTo(new Folded.Repeated());
        assertThat(store.writes()).isEqualTo(writes);
        assertThat(snapshots.told()).hasSize(2);
    }

    @Test
    void aDeletedDeploymentLeavesItsHistoryAndATombstone() {
        // Given
        fold(script.created("acme", "a"));
        // When
        fold(script.deleted("acme", "a"));
        // Then
        assertThat(reads.find("acme", Script.id("a"))).isEmpty();
        assertThat(reads.history("acme", Script.id("a"), new HistoryQuery(0, 10, false))
                        .items())
                .hasSize(2);
        assertThat(reads.findRevision("acme", Script.id("a"), 1).orElseThrow().status())
                .isEqualTo(DeploymentStatus.PENDING);
        assertThat(snapshots.told()).containsExactly(Script.id("a") + " 1", Script.id("a") + " gone");
    }

    @Test
    void aHoleBlocksItsTenantAndNoOther() {
        // Given
        fold(script.created("acme", "a"));
        script.moved("acme", "a", DeploymentStatus.ASSIGNED); // lost
        // When
        Folded folded = fold(script.moved("acme", "a", DeploymentStatus.STARTING));
        Folded later = fold(script.created("acme", "b"));
        Folded others = fold(script.created("other", "a"));
        // Then
        assertThat(folded).isInstanceOf(Folded.Blocked.class);
        assertThat(later).isEqualTo(new Folded.Held("acme"));
        assertThat(others).isInstanceOf(Folded.Applied.class);
        TenantState state = reads.state("acme");
        assertThat(state.sequence()).isEqualTo(1);
        assertThat(state.nextOffset()).isEqualTo(1);
        assertThat(state.lastOffset()).isEqualTo(2);
        assertThat(reason(state)).contains("sequence 3 at offset 1 follows 1");
        assertThat(reads.find("acme", Script.id("a")).orElseThrow().status()).isEqualTo(DeploymentStatus.PENDING);
    }

    @Test
    void anUnreadableEventBlocksItsTenant() {
        // Given
        fold(script.created("acme", "a"));
        // When
        Folded folded = fold.fold(Script.unreadable("acme", offset++));
        // Then
        assertThat(folded).isInstanceOf(Folded.Blocked.class);
        assertThat(reason(reads.state("acme"))).contains("offset 1 cannot be read");
    }

    @Test
    void anotherTenantsEventUnderTheKeyBlocksTheKeysTenant() {
        // Given
        DeploymentEvent foreign = script.created("other", "a");
        // When
        Folded folded = fold.fold(
                new EventRecord("acme", 0, 0, Script.CODECS.event().encode().apply(foreign)));
        // Then
        assertThat(folded).isInstanceOf(Folded.Blocked.class);
        assertThat(reads.state("other")).isEqualTo(TenantState.START);
    }

    @Test
    void anEventThatDoesNotFollowItsDeploymentBlocks() {
        // Given
        fold(script.created("acme", "a"));
        DeploymentEvent sound = script.moved("acme", "a", DeploymentStatus.ASSIGNED);
        DeploymentEvent misfit = new DeploymentEvent(
                sound.eventId(),
                sound.tenant(),
                sound.deploymentId(),
                7,
                sound.sequence(),
                sound.time(),
                sound.cause(),
                null,
                sound.status(),
                1,
                sound.change());
        // When
        Folded folded = fold(misfit);
        // Then
        assertThat(folded).isInstanceOf(Folded.Blocked.class);
        assertThat(reason(reads.state("acme"))).contains("does not fit");
    }

    @Test
    void readAgainInFullTheTenantGoesOnAsIfNothingHadBeen() {
        // Given
        List<DeploymentEvent> events = List.of(
                script.created("acme", "a"),
                script.moved("acme", "a", DeploymentStatus.ASSIGNED),
                script.moved("acme", "a", DeploymentStatus.STARTING),
                script.created("acme", "b"));
        fold.fold(Script.record(events.get(0), 0));
        fold.fold(Script.unreadable("acme", 1));
        fold.fold(Script.record(events.get(2), 2));
        fold.fold(Script.record(events.get(3), 3));
        // When
        Folded first = fold.retry(Script.record(events.get(1), 1));
        boolean stillBlocked = reads.state("acme").isBlocked();
        fold.retry(Script.record(events.get(2), 2));
        fold.retry(Script.record(events.get(3), 3));
        // Then
        assertThat(first).isInstanceOf(Folded.Applied.class);
        assertThat(stillBlocked).isTrue();
        assertThat(reads.state("acme")).isEqualTo(new TenantState(4, 4, null));
        assertThat(reads.find("acme", Script.id("a"))).contains(script.standing("acme", "a"));
        assertThat(snapshots.told())
                .containsExactly(
                        Script.id("a") + " 1", Script.id("a") + " 2", Script.id("a") + " 3", Script.id("b") + " 1");
    }

    @Test
    void aRetryThatMeetsTheSameHoleWritesNothing() {
        // Given
        fold(script.created("acme", "a"));
        script.created("acme", "lost");
        DeploymentEvent afterHole = script.created("acme", "b");
        fold(afterHole);
        long writes = store.writes();
        // When
        Folded folded = fold.retry(Script.record(afterHole, 1));
        // Then
        assertThat(folded).isInstanceOf(Folded.Blocked.class);
        assertThat(store.writes()).isEqualTo(writes);
    }

    @Test
    void aBlockEndsAlsoWhereTheLastHeldEventIsARepeat() {
        // Given
        DeploymentEvent created = script.created("acme", "a");
        DeploymentEvent assigned = script.moved("acme", "a", DeploymentStatus.ASSIGNED);
        fold.fold(Script.record(created, 0));
        fold.fold(Script.unreadable("acme", 1));
        fold.fold(Script.record(created, 2));
        // When
        fold.retry(Script.record(assigned, 1));
        fold.retry(Script.record(created, 2));
        // Then
        assertThat(reads.state("acme").isBlocked()).isFalse();
        assertThat(reads.state("acme").sequence()).isEqualTo(2);
    }
}
