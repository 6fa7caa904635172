package ai.rios.projections.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.projections.views.MemoryViews;
import ai.rios.projections.views.ViewCursor;
import ai.rios.projections.views.ViewReads;
import ai.rios.schemas.query.QueryUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FoldLockTest {
    private static final byte[] FIRST = {'a'};
    private static final byte[] SECOND = {'b'};

    private final FoldLock lock = new FoldLock();
    private final MemoryViews store = new MemoryViews();

    /** One fold of two keys. */
    private void fold(int value) {
        lock.write(() -> {
            store.put(FIRST, new byte[] {(byte) value});
            store.put(SECOND, new byte[] {(byte) value});
        });
    }

    private static List<Integer> both(ViewReads views, Runnable between) {
        int first = number(views.get(FIRST));
        between.run();
        return List.of(first, number(views.get(SECOND)));
    }

    private static int number(byte @Nullable [] value) {
        return value == null ? 0 : value[0];
    }

    @Test
    void aReadThatAFoldDisturbsIsReadAgain() {
        fold(1);
        List<Integer> looks = new ArrayList<>();

        List<Integer> read = lock.read(
                store,
                views -> both(views, () -> {
                    looks.add(looks.size());
                    if (looks.size() == 1) {
                        fold(2);
                    }
                }));

        assertThat(read).containsExactly(2, 2);
        assertThat(looks).hasSize(2);
    }

    @Test
    void aReadThatFoldsKeepDisturbingHoldsThemOff() {
        fold(1);
        List<CompletableFuture<Void>> folds = new ArrayList<>();

        List<Integer> read = lock.read(
                store,
                views -> both(views, () -> {
                    CompletableFuture<Void> fold = CompletableFuture.runAsync(
                            () -> fold(2), task -> Thread.ofVirtual().start(task));
                    folds.add(fold);
                    if (folds.size() <= FoldLock.TRIES) {
                        fold.join();
                    }
                }));

        assertThat(folds).hasSize(FoldLock.TRIES + 1);
        assertThat(read).containsExactly(2, 2);
        folds.getLast().join();
    }

    @Test
    void aScanThatWasDisturbedIsClosed() {
        fold(1);
        List<ViewCursor> open = new ArrayList<>();
        ViewReads watched = new ViewReads() {
            @Override
            public byte @Nullable [] get(byte[] key) {
                return store.get(key);
            }

            @Override
            public ViewCursor scan(byte[] from, byte[] to) {
                if (open.isEmpty()) {
                    fold(2);
                }
                ViewCursor scan = store.scan(from, to);
                open.add(new Closing(scan));
                return open.getLast();
            }
        };

        boolean found = lock.read(watched, views -> {
            try (ViewCursor scan = views.scan(FIRST, SECOND)) {
                return scan.next();
            }
        });

        assertThat(found).isTrue();
        assertThat(open).hasSize(2).allMatch(cursor -> ((Closing) cursor).closed);
    }

    @Test
    void aReadDoesNotWaitForEverForAFoldThatDoesNotEnd() {
        CompletableFuture<Void> held = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        CompletableFuture<Void> fold = CompletableFuture.runAsync(
                () -> lock.write(() -> {
                    held.complete(null);
                    goOn.join();
                }),
                task -> Thread.ofVirtual().start(task));
        held.join();

        assertThatThrownBy(() -> lock.read(store, views -> number(views.get(FIRST))))
                .isInstanceOf(QueryUnavailableException.class)
                .hasMessage("a fold does not end");

        goOn.complete(null);
        fold.join();
    }

    private static final class Closing implements ViewCursor {
        private final ViewCursor cursor;
        private boolean closed;

        Closing(ViewCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean next() {
            return cursor.next();
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
            closed = true;
            cursor.close();
        }
    }
}
