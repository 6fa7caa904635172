package ai.rios.edge.queries;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.wire.RoutingTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RoutingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<String> asked = new ArrayList<>();
    private final Set<String> away = new HashSet<>();
    private final Set<String> partial = new HashSet<>();
    private final Routing routing = new Routing(List.of("a:1", "b:1"), this::table);

    private RoutingTable table(String instance) throws IOException {
        asked.add(instance);
        if (away.contains(instance)) {
            throw new IOException(instance + " is away");
        }
        String active = partial.contains(instance) ? null : instance;
        return new RoutingTable(
                "epoch of " + instance,
                1,
                instance,
                List.of(new RoutingTable.Route(active, active == null ? List.of("c:1") : List.of(), Map.of())));
    }

    private static Routing.Known known(Routing.@Nullable Known known) {
        return Objects.requireNonNull(known);
    }

    @Test
    void theInstanceWhoseTableDidNotHelpIsAskedLast() throws InterruptedException {
        Routing.Known first = known(routing.current(PATIENCE));

        Routing.Known second = known(routing.refetch(first, PATIENCE));
        Routing.Known third = known(routing.refetch(second, PATIENCE));

        assertThat(List.of(first.from(), second.from(), third.from())).containsExactly("a:1", "b:1", "a:1");
        assertThat(asked).containsExactly("a:1", "b:1", "a:1");
    }

    @Test
    void aTableThatAnotherThreadHasFetchedMeanwhileIsTaken() throws InterruptedException {
        Routing.Known first = known(routing.current(PATIENCE));
        Routing.Known second = known(routing.refetch(first, PATIENCE));

        assertThat(routing.refetch(first, PATIENCE)).isSameAs(second);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoIsAwayIsPassedOverAndAWholeTableIsPreferred() throws InterruptedException {
        away.add("a:1");

        assertThat(known(routing.current(PATIENCE)).from()).isEqualTo("b:1");
    }

    @Test
    void whenNobodyAnswersThereIsNoTable() throws InterruptedException {
        away.addAll(List.of("a:1", "b:1"));

        assertThat(routing.current(PATIENCE)).isNull();
    }

    @Test
    void instancesThatOnlyATableNamesAreAskedToo() throws InterruptedException {
        partial.addAll(List.of("a:1", "b:1"));
        Routing.Known first = known(routing.current(PATIENCE));

        Routing.Known second = known(routing.refetch(first, PATIENCE));

        assertThat(second.from()).isEqualTo("c:1");
    }

    /** A projection that takes questions and does not answer until it may. */
    private static final class Hung implements Routing.Fetch {
        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch mayFail = new CountDownLatch(1);

        @Override
        public RoutingTable from(String instance) throws IOException, InterruptedException {
            asked.incrementAndGet();
            mayFail.await();
            throw new IOException(instance + " does not answer");
        }
    }

    private static Thread asking(Routing hung, List<Object> results) {
        return Thread.ofPlatform().start(() -> {
            try {
                Routing.Known known = hung.current(PATIENCE);
                results.add(known == null ? "nothing" : known);
            } catch (InterruptedException e) {
                results.add(e);
            }
        });
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void thoseWhoWaitedForAFetchInVainDoNotFetchEachAgain() throws InterruptedException {
        // Given one that fetches and others that wait for it
        Hung hung = new Hung();
        Routing shared = new Routing(List.of("a:1"), hung);
        List<Object> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(asking(shared, results));
        }
        Set<Thread.State> waiting = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
        while (!callers.stream().allMatch(caller -> waiting.contains(caller.getState()))) {
            Thread.onSpinWait();
        }

        // When
        hung.mayFail.countDown();
        for (Thread caller : callers) {
            caller.join();
        }

        // Then
        assertThat(results).containsOnly("nothing").hasSize(4);
        assertThat(hung.asked.get()).isEqualTo(1);
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nobodyWaitsForAnothersFetchLongerThanItsPatience() throws InterruptedException {
        Hung hung = new Hung();
        Routing shared = new Routing(List.of("a:1"), hung);
        Thread other = asking(shared, Collections.synchronizedList(new ArrayList<>()));
        while (hung.asked.get() == 0) {
            Thread.onSpinWait();
        }

        assertThat(shared.current(Duration.ofMillis(1))).isNull();

        hung.mayFail.countDown();
        other.join();
    }
}
