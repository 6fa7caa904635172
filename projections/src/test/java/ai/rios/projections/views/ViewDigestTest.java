package ai.rios.projections.views;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewDigestTest {
    private static final ViewDigest.Limits ALL = new ViewDigest.Limits(0, 0, Set.of());

    private static final List<DeploymentStatus> MOVES = List.of(
            DeploymentStatus.PENDING, DeploymentStatus.ASSIGNED, DeploymentStatus.RUNNING, DeploymentStatus.FAILED);

    private final Script script = new Script();

    private static MemoryViews folded(List<DeploymentEvent> log, int count) {
        MemoryViews views = new MemoryViews();
        EventFold fold = new EventFold(views, Script.CODECS, SnapshotSink.NONE);
        for (int offset = 0; offset < count; offset++) {
            fold.fold(Script.record(log.get(offset), offset));
        }
        return views;
    }

    private static ViewDigest.Taken digest(ViewReads views, long nextEvent) {
        return ViewDigest.take(views, Script.CODECS, new Cut(nextEvent, 0, 0), ALL);
    }

    private List<DeploymentEvent> traffic(SplittableRandom random, int count) {
        List<DeploymentEvent> log = new ArrayList<>();
        List<String> alive = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int choice = random.nextInt(10);
            if (alive.isEmpty() || choice < 3) {
                String name = "d" + i;
                alive.add(name);
                log.add(script.created("acme", name));
            } else if (choice < 4) {
                log.add(script.deleted("acme", alive.removeLast()));
            } else {
                String name = alive.get(random.nextInt(alive.size()));
                log.add(script.moved("acme", name, MOVES.get(random.nextInt(MOVES.size()))));
            }
        }
        return log;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aGenerationThatHasGoneOnHasTheDigestOfTheCut(long seed) {
        // Given
        SplittableRandom random = new SplittableRandom(seed);
        List<DeploymentEvent> log = traffic(random, 120);
        int cut = random.nextInt(1, 120);
        // When
        ViewDigest.Taken ahead = digest(folded(log, log.size()), cut);
        ViewDigest.Taken there = digest(folded(log, cut), cut);
        // Then
        assertThat(ahead).isEqualTo(there);
    }

    @Test
    void aDeploymentThatChangesDuringTheScanIsTakenAsOfTheCut() {
        // Given
        List<DeploymentEvent> log = List.of(
                script.created("acme", "a"),
                script.created("acme", "b"),
                script.moved("acme", "a", DeploymentStatus.ASSIGNED),
                script.deleted("acme", "b"));
        MemoryViews live = folded(log, 2);
        EventFold fold = new EventFold(live, Script.CODECS, SnapshotSink.NONE);
        ViewReads changing = new ChangingViews(live, () -> {
            fold.fold(Script.record(log.get(2), 2));
            fold.fold(Script.record(log.get(3), 3));
        });
        // When
        ViewDigest.Taken taken = digest(changing, 2);
        // Then
        assertThat(taken).isEqualTo(digest(folded(log, 2), 2));
    }

    @Test
    void aDeploymentThatTheViewHasWronglyMakesADifference() {
        // Given
        List<DeploymentEvent> log =
                List.of(script.created("acme", "a"), script.moved("acme", "a", DeploymentStatus.ASSIGNED));
        MemoryViews wrong = folded(log, 2);
        byte[] old = folded(log, 1).get(ViewKey.deployment("acme", Script.id("a")));
        // When
        wrong.put(ViewKey.deployment("acme", Script.id("a")), Objects.requireNonNull(old));
        // Then
        assertThat(digest(wrong, 2)).isNotEqualTo(digest(folded(log, 2), 2));
    }

    @Test
    void aDeploymentThatTheViewLacksMakesADifference() {
        // Given
        List<DeploymentEvent> log = List.of(script.created("acme", "a"));
        MemoryViews wrong = folded(log, 1);
        // When
        wrong.delete(ViewKey.deployment("acme", Script.id("a")));
        // Then
        assertThat(digest(wrong, 1)).isNotEqualTo(digest(folded(log, 1), 1));
    }

    /** Runs something right after the first scan has begun. */
    private static final class ChangingViews implements ViewReads {
        private final ViewReads inner;
        private final Runnable change;
        private boolean changed;

        ChangingViews(ViewReads inner, Runnable change) {
            this.inner = inner;
            this.change = change;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return inner.get(key);
        }

        @Override
        public ViewCursor scan(byte[] from, byte[] to) {
            ViewCursor cursor = inner.scan(from, to);
            if (!changed) {
                changed = true;
                change.run();
            }
            return cursor;
        }
    }
}
