package ai.rios.projections.views;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MilestonesTest {
    private static final int REVISIONS = 200;

    private final Script script = new Script();
    private final MemoryViews store = new MemoryViews();
    private final EventFold folds = new EventFold(store, Script.CODECS, (_, _, _) -> {});
    private final AtomicLong steps = new AtomicLong();
    private final DeploymentReads reads = new DeploymentReads(new Counted(), Script.CODECS);
    private final List<Deployment> standing = new ArrayList<>();

    @Test
    void anyRevisionIsReadAsItWasAndFoldsNoMoreThanOneStretch() {
        // Given
        change();
        for (int revision = 1; revision <= REVISIONS; revision++) {
            steps.set(0);
            // When
            Deployment found =
                    reads.findRevision("acme", Script.id("a"), revision).orElseThrow();
            // Then
            assertThat(found).isEqualTo(standing.get(revision - 1));
            assertThat(steps.get()).isLessThan(EventFold.MILESTONE_EVERY);
        }
        assertThat(reads.findRevision("acme", Script.id("a"), REVISIONS + 1)).isEmpty();
        assertThat(store.count('k')).isEqualTo(3);
    }

    @Test
    void viewsOfAnOlderBuildAreFoldedFromTheStart() {
        // Given
        change();
        store.delete(ViewKey.milestone("acme", Script.id("a")).number(128).bytes());
        // When, then
        assertThat(reads.findRevision("acme", Script.id("a"), 130)).contains(standing.get(129));
    }

    @Test
    void milestonesGoWithTheHistory() {
        // Given
        change();
        fold(script.deleted("acme", "a"));
        GraveFold graves = new GraveFold(store, Duration.ofDays(1));
        // When
        graves.expire(script.now().plus(Duration.ofDays(2)).toEpochMilli(), 10_000);
        // Then
        assertThat(store.count('h')).isZero();
        assertThat(store.count('k')).isZero();
        assertThat(reads.findRevision("acme", Script.id("a"), 128)).isEmpty();
    }

    private void change() {
        fold(script.created("acme", "a"));
        standing.add(script.standing("acme", "a"));
        for (int revision = 2; revision <= REVISIONS; revision++) {
            DeploymentStatus to = revision % 2 == 0 ? DeploymentStatus.ASSIGNED : DeploymentStatus.PENDING;
            fold(script.moved("acme", "a", to));
            standing.add(script.standing("acme", "a"));
        }
    }

    private void fold(DeploymentEvent event) {
        folds.fold(Script.record(event, event.sequence()));
    }

    /** Counts the entries that scans walk over. */
    private final class Counted implements ViewReads {
        @Override
        public byte @Nullable [] get(byte[] key) {
            return store.get(key);
        }

        @Override
        public ViewCursor scan(byte[] from, byte[] to) {
            ViewCursor cursor = store.scan(from, to);
            return new ViewCursor() {
                @Override
                public boolean next() {
                    boolean hasNext = cursor.next();
                    steps.addAndGet(hasNext ? 1 : 0);
                    return hasNext;
                }

                @Override
                public byte[] key() {
                    return cursor.key();
                }

                @Override
                public byte[] value() {
                    return cursor.value();
                }

                @Override
                public void close() {
                    cursor.close();
                }
            };
        }
    }
}
