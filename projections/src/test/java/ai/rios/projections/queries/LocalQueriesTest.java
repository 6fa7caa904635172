package ai.rios.projections.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.projections.views.EventFold;
import ai.rios.projections.views.MemoryViews;
import ai.rios.projections.views.Script;
import ai.rios.projections.views.SnapshotSink;
import ai.rios.projections.views.ViewReads;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.Filter;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.Page;
import ai.rios.schemas.query.ProjectionBehindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalQueriesTest {
    /** Never waited out: every test that names it is woken before. */
    private static final Duration LONG = Duration.ofSeconds(25);

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Executor READERS = Thread::startVirtualThread;

    private final Script script = new Script();
    private final MemoryViews store = new MemoryViews();
    private final FoldLock lock = new FoldLock();
    private final EventFold folds = new EventFold(store, Script.CODECS, SnapshotSink.NONE, lock::write);
    private final FoldSignals signals = new FoldSignals(2, 2);
    private final LocalQueries queries = new LocalQueries(
            new OnePartition(), Script.CODECS, signals, Duration.ofHours(24), InstantSource.fixed(Script.START));

    private void fold(DeploymentEvent event) {
        folds.fold(Script.record(event, event.sequence()));
        signals.moved(event.tenant());
    }

    /** Asks in another thread; returns once that waits. */
    private <T> CompletableFuture<T> waiting(Supplier<T> question) {
        int before = signals.waiting();
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(question, READERS);
        while (signals.waiting() == before && !answer.isDone()) {
            Thread.onSpinWait();
        }
        return answer;
    }

    @Test
    void aReadThatNamesAPositionIsWokenByTheFoldThatReachesIt() {
        fold(script.created("acme", "a"));
        CompletableFuture<Answer<Optional<Deployment>>> read =
                waiting(() -> queries.find("acme", Script.id("a"), new At(2, LONG)));
        assertThat(read).isNotDone();

        fold(script.moved("acme", "a", DeploymentStatus.ASSIGNED));

        assertThat(read.join().position()).isEqualTo(2);
        assertThat(read.join().value().orElseThrow().status()).isEqualTo(DeploymentStatus.ASSIGNED);
        assertThat(signals.waiting()).isZero();
    }

    @Test
    void aReadWhosePositionDoesNotComeTellsWhereTheViewIs() {
        fold(script.created("acme", "a"));

        assertThatThrownBy(() -> queries.find("acme", Script.id("a"), new At(9, SHORT)))
                .isInstanceOfSatisfying(ProjectionBehindException.class, behind -> {
                    assertThat(behind.position()).isEqualTo(1);
                    assertThat(behind.isBlocked()).isFalse();
                });
    }

    @Test
    void aTenantThatStandsStillIsToldAtOnceAndAnswersWithWhatItHas() {
        fold(script.created("acme", "a"));
        folds.fold(Script.unreadable("acme", 7));

        assertThatThrownBy(() -> queries.find("acme", Script.id("a"), new At(2, LONG)))
                .isInstanceOfSatisfying(
                        ProjectionBehindException.class,
                        behind -> assertThat(behind.isBlocked()).isTrue());
        assertThat(queries.find("acme", Script.id("a"), At.NOW).value()).isPresent();
    }

    @Test
    void aConditionIsWokenByTheFoldThatMeetsIt() {
        fold(script.created("acme", "a"));
        Condition running = new Condition(new Condition.HasStatus(DeploymentStatus.ASSIGNED), null);
        CompletableFuture<Answer<Awaited>> read =
                waiting(() -> queries.await("acme", Script.id("a"), running, LONG, At.NOW));

        fold(script.moved("acme", "a", DeploymentStatus.ASSIGNED));

        assertThat(read.join().value().satisfied()).isTrue();
        assertThat(read.join().position()).isEqualTo(2);
    }

    @Test
    void aConditionThatIsNotMetInTimeShowsHowThingsStand() {
        fold(script.created("acme", "a"));
        Condition assigned = new Condition(new Condition.HasStatus(DeploymentStatus.ASSIGNED), null);

        Awaited awaited =
                queries.await("acme", Script.id("a"), assigned, SHORT, At.NOW).value();

        assertThat(awaited.satisfied()).isFalse();
        assertThat(awaited.deployment().orElseThrow().status()).isEqualTo(DeploymentStatus.PENDING);
    }

    @Test
    void aWaitForAGenerationGoesOnUntilTheWorkerHasSeenIt() {
        fold(script.created("acme", "a"));
        fold(script.moved("acme", "a", DeploymentStatus.ASSIGNED));
        Condition.Target assigned = new Condition.HasStatus(DeploymentStatus.ASSIGNED);

        Awaited seen = queries.await("acme", Script.id("a"), new Condition(assigned, 1L), SHORT, At.NOW)
                .value();
        Awaited unseen = queries.await("acme", Script.id("a"), new Condition(assigned, 2L), SHORT, At.NOW)
                .value();

        assertThat(seen.satisfied()).isTrue();
        assertThat(unseen.satisfied()).isFalse();
    }

    @Test
    void aWaitUntilNothingHappensAnyMoreEnds() {
        fold(script.created("acme", "a"));
        Condition settled = new Condition(new Condition.Settled(), null);
        CompletableFuture<Answer<Awaited>> read =
                waiting(() -> queries.await("acme", Script.id("a"), settled, LONG, At.NOW));

        fold(script.moved("acme", "a", DeploymentStatus.RUNNING));

        assertThat(read.join().value().satisfied()).isTrue();
    }

    @Test
    void aWaitForWhatIsDeletedMeanwhileEnds() {
        fold(script.created("acme", "a"));
        Condition assigned = new Condition(new Condition.HasStatus(DeploymentStatus.ASSIGNED), null);
        CompletableFuture<Answer<Awaited>> read =
                waiting(() -> queries.await("acme", Script.id("a"), assigned, LONG, At.NOW));

        fold(script.deleted("acme", "a"));

        assertThat(read.join().value().satisfied()).isFalse();
        assertThat(read.join().value().deployment()).isEmpty();
    }

    @Test
    void aHistoryIsReadPageByPageAndTellsWhereTheLogGoesOn() {
        fold(script.created("acme", "a"));
        fold(script.created("acme", "b"));
        fold(script.moved("acme", "a", DeploymentStatus.ASSIGNED));
        fold(script.moved("acme", "a", DeploymentStatus.STARTING));

        Page<DeploymentEvent> first = queries.history("acme", Script.id("a"), new HistoryQuery(0, 2, true), At.NOW)
                .value();
        Page<DeploymentEvent> last = queries.history("acme", Script.id("a"), new HistoryQuery(2, 2, false), At.NOW)
                .value();

        assertThat(first.items()).extracting(DeploymentEvent::revision).containsExactly(1L, 2L);
        assertThat(first.total()).isEqualTo(3);
        assertThat(first.resumeAfter()).isEqualTo("2");
        assertThat(first.watch())
                .isEqualTo(queries.list("acme", new ListQuery(Filter.ALL, 1, null, false), At.NOW)
                        .value()
                        .watch());
        assertThat(last.items()).extracting(DeploymentEvent::revision).containsExactly(3L);
        assertThat(last.total()).isNull();
        assertThat(last.resumeAfter()).isNull();
    }

    @Test
    void aPageEndsBeforeItIsMoreThanAMebibyteAndTheNextGoesOn() {
        int quarter = 300_000;
        for (String name : List.of("a", "b", "c", "d", "e")) {
            fold(script.createdLarge("acme", name, quarter));
        }
        List<Integer> sizes = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        String after = null;
        do {
            Page<Deployment> page = queries.list("acme", new ListQuery(Filter.ALL, 200, after, true), At.NOW)
                    .value();
            assertThat(page.total()).isEqualTo(5);
            sizes.add(page.items().size());
            page.items().forEach(item -> seen.add(item.id()));
            after = page.resumeAfter();
        } while (after != null);

        assertThat(sizes).containsExactly(3, 2);
        assertThat(seen).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void anEntryLargerThanAPageIsAPageOfItsOwn() {
        fold(script.createdLarge("acme", "a", 1_200_000));
        fold(script.moved("acme", "a", DeploymentStatus.ASSIGNED));

        Page<DeploymentEvent> first = queries.history("acme", Script.id("a"), new HistoryQuery(0, 200, false), At.NOW)
                .value();

        assertThat(first.items()).extracting(DeploymentEvent::revision).containsExactly(1L);
        assertThat(first.resumeAfter()).isEqualTo("1");
    }

    @Test
    void moreReadersThanMayWaitAreAnsweredAtOnce() {
        CompletableFuture<?> first = waiting(() -> queries.find("acme", Script.id("a"), new At(1, LONG)));
        CompletableFuture<?> second = waiting(() -> queries.find("acme", Script.id("a"), new At(1, LONG)));

        assertThatThrownBy(() -> queries.find("acme", Script.id("a"), new At(1, LONG)))
                .isInstanceOf(ProjectionBehindException.class);

        fold(script.created("acme", "a"));
        CompletableFuture.allOf(first, second).join();
    }

    @Test
    void aDeploymentIsNeverNewerThanThePositionItIsToldWith() {
        fold(script.created("acme", "a"));
        DeploymentEvent assigned = script.moved("acme", "a", DeploymentStatus.ASSIGNED);
        CompletableFuture<Void> inTheMidst = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        EventFold halting = new EventFold(
                store,
                Script.CODECS,
                SnapshotSink.NONE,
                writes -> lock.write(() -> {
                    writes.run();
                    inTheMidst.complete(null);
                    goOn.join();
                }));
        CompletableFuture<?> folded =
                CompletableFuture.runAsync(() -> halting.fold(Script.record(assigned, assigned.sequence())), READERS);
        inTheMidst.join();
        CompletableFuture<Answer<Optional<Deployment>>> read = new CompletableFuture<>();
        Thread reader = Thread.ofPlatform()
                .start(() -> read.completeAsync(() -> queries.find("acme", Script.id("a"), At.NOW), Runnable::run));
        while (reader.getState() != Thread.State.TIMED_WAITING && !read.isDone()) {
            Thread.onSpinWait();
        }
        goOn.complete(null);

        folded.join();
        assertThat(read.join().value().orElseThrow().status()).isEqualTo(DeploymentStatus.ASSIGNED);
        assertThat(read.join().position()).isEqualTo(2);
    }

    private final class OnePartition implements PartitionViews {
        @Override
        public int partitionOf(String tenant) {
            return 0;
        }

        @Override
        public ViewReads views(int partition) {
            return store;
        }

        @Override
        public FoldLock lock(int partition) {
            return lock;
        }

        @Override
        public long foldedTo(int partition) {
            return 0;
        }

        @Override
        public String eventsTopicId() {
            return "topic";
        }
    }
}
