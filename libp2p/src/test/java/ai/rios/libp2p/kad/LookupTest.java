package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.crypto.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LookupTest {
    private static final PeerId SELF = KadVectors.peer(-1);
    private static final KadId TARGET = KadId.of(KadVectors.peer(-2));
    private static final KadLimits.Lookups SMALL = limits(4, 2, 2, 100);

    private static KadLimits.Lookups limits(int replication, int parallel, int resiliency, int heard) {
        return new KadLimits.Lookups(
                replication, parallel, resiliency, heard, 1, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    /** Peers by how near they are to the target, the nearest first. */
    private static List<PeerId> byDistance(int count) {
        return byDistance(LongStream.range(0, count).mapToObj(KadVectors::peer).toList());
    }

    private static List<PeerId> byDistance(List<PeerId> peers) {
        return peers.stream()
                .sorted(Comparator.comparing(peer -> TARGET.distance(KadId.of(peer))))
                .toList();
    }

    private static PeerId next(Lookup lookup) {
        return lookup.next().orElseThrow();
    }

    @Test
    void withNobodyKnownItIsDone() {
        Lookup lookup = new Lookup(TARGET, SELF, List.of(), SMALL);
        assertThat(lookup.isDone()).isTrue();
        assertThat(lookup.next()).isEmpty();
        assertThat(lookup.closest()).isEmpty();
    }

    @Test
    void theNearestAreAskedFirstAndNotMoreThanMayBeAtATime() {
        List<PeerId> peers = byDistance(5);
        Lookup lookup = new Lookup(TARGET, SELF, peers, SMALL);
        assertThat(next(lookup)).isEqualTo(peers.get(0));
        assertThat(next(lookup)).isEqualTo(peers.get(1));
        assertThat(lookup.next()).isEmpty();
        lookup.failed(peers.get(0));
        assertThat(next(lookup)).isEqualTo(peers.get(2));
    }

    @Test
    void whoIsHeardOfIsAskedWhereItIsNearer() {
        List<PeerId> peers = byDistance(5);
        Lookup lookup = new Lookup(TARGET, SELF, List.of(peers.get(3), peers.get(4)), SMALL);
        assertThat(next(lookup)).isEqualTo(peers.get(3));
        lookup.answered(peers.get(3), List.of(peers.get(0), SELF, peers.get(3)));
        assertThat(next(lookup)).isEqualTo(peers.get(0));
    }

    @Test
    void whenTheNearestHaveAnsweredTheOthersOfTheNearestAreAskedAndNobodyNewIsHeardOf() {
        List<PeerId> peers = byDistance(8);
        Lookup lookup = new Lookup(TARGET, SELF, peers.subList(1, 7), SMALL);
        lookup.answered(next(lookup), List.of());
        lookup.answered(next(lookup), List.of());
        assertThat(lookup.isDone())
                .as("two of the four nearest have not been asked")
                .isFalse();
        lookup.answered(next(lookup), List.of(peers.get(0)));
        lookup.failed(next(lookup));
        assertThat(lookup.isDone())
                .as("the next one takes the place of who failed")
                .isFalse();
        lookup.answered(next(lookup), List.of());
        assertThat(lookup.isDone()).isTrue();
        assertThat(lookup.closest()).containsExactly(peers.get(1), peers.get(2), peers.get(3), peers.get(5));
    }

    @Test
    void whereNobodyAnswersItEnds() {
        List<PeerId> peers = byDistance(6);
        Lookup lookup = new Lookup(TARGET, SELF, peers, SMALL);
        for (int at = 0; at < 6; at++) {
            assertThat(lookup.isDone()).isFalse();
            lookup.failed(next(lookup));
        }
        assertThat(lookup.isDone()).isTrue();
        assertThat(lookup.closest()).isEmpty();
    }

    @Test
    void whoWasNotAskedCannotAnswer() {
        List<PeerId> peers = byDistance(2);
        Lookup lookup = new Lookup(TARGET, SELF, peers, SMALL);
        assertThatThrownBy(() -> lookup.answered(peers.get(0), List.of())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> lookup.failed(SELF)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ofTooManyThatAreHeardOfTheFarthestAreForgotten() {
        List<PeerId> peers = byDistance(6);
        Lookup lookup = new Lookup(TARGET, SELF, List.of(peers.get(5)), limits(4, 1, 4, 4));
        PeerId asked = next(lookup);
        lookup.answered(asked, peers.subList(0, 5));
        List<PeerId> then = new ArrayList<>();
        for (Optional<PeerId> next = lookup.next(); next.isPresent(); next = lookup.next()) {
            then.add(next.get());
            lookup.answered(next.get(), List.of());
        }
        assertThat(then).isEqualTo(peers.subList(0, 3));
    }

    /** A network from a seed: every peer knows some others in each of its buckets, as a routing table does. */
    private record Simulation(List<PeerId> peers, Map<PeerId, RoutingTable> tables, Set<PeerId> gone) {
        static Simulation of(SplittableRandom random, int size, int gonePercent) {
            List<PeerId> peers = IntStream.range(0, size)
                    .mapToObj(_ -> KadVectors.peer(random.nextLong()))
                    .toList();
            Map<PeerId, RoutingTable> tables = new HashMap<>();
            Set<PeerId> gone = new HashSet<>();
            for (PeerId peer : peers) {
                RoutingTable table = new RoutingTable(KadId.of(peer), KadLimits.DEFAULTS.table());
                int begin = random.nextInt(size);
                for (int at = 0; at < size; at++) {
                    table.answered(peers.get((begin + at) % size), Optional.empty(), 0);
                }
                tables.put(peer, table);
                if (random.nextInt(100) < gonePercent) {
                    gone.add(peer);
                }
            }
            return new Simulation(peers, tables, gone);
        }

        List<PeerId> closer(PeerId asked) {
            RoutingTable table = tables.get(asked);
            return table == null ? List.of() : table.closest(TARGET, 20);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void theNearestAreFoundThoughSomeAreGoneAndAnswersComeInAnyOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Simulation network = Simulation.of(random, 300, (int) (5 * (seed % 5)));
        KadLimits.Lookups limits = KadLimits.DEFAULTS.lookups();
        PeerId seed0 = network.peers.get(random.nextInt(300));
        Lookup lookup = new Lookup(TARGET, SELF, network.closer(seed0), limits);

        List<PeerId> waiting = new ArrayList<>();
        Set<PeerId> asked = new HashSet<>();
        while (!lookup.isDone()) {
            for (Optional<PeerId> next = lookup.next(); next.isPresent(); next = lookup.next()) {
                assertThat(asked.add(next.get())).as("each is asked once").isTrue();
                waiting.add(next.get());
            }
            assertThat(waiting).hasSizeBetween(1, limits.parallel());
            PeerId peer = waiting.remove(random.nextInt(waiting.size()));
            if (network.gone.contains(peer)) {
                lookup.failed(peer);
            } else {
                lookup.answered(peer, network.closer(peer));
            }
        }

        List<PeerId> there = new ArrayList<>(network.peers);
        there.removeAll(network.gone);
        assertThat(asked).doesNotContain(SELF);
        List<PeerId> nearest = byDistance(there).subList(0, limits.replication());
        assertThat(lookup.closest())
                .hasSize(limits.replication())
                .startsWith(nearest.subList(0, limits.resiliency()).toArray(PeerId[]::new));
        // whom nobody named before the follow-up is not asked
        Set<PeerId> missed = new HashSet<>(nearest);
        missed.removeAll(lookup.closest());
        assertThat(missed).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void itEndsAlsoAmongPeersWhoInventOthers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        KadLimits.Lookups limits = limits(20, 10, 3, 200);
        Lookup lookup = new Lookup(TARGET, SELF, byDistance(20), limits);
        Set<PeerId> liars = new HashSet<>(byDistance(20));
        int asked = 0;
        for (; !lookup.isDone(); asked++) {
            PeerId peer = next(lookup);
            if (liars.contains(peer)) {
                lookup.answered(
                        peer,
                        IntStream.range(0, 40)
                                .mapToObj(_ -> KadVectors.peer(random.nextLong()))
                                .toList());
            } else {
                lookup.failed(peer);
            }
        }
        assertThat(asked).isLessThan(20 + 20 * 40);
        assertThat(liars).containsAll(lookup.closest());
    }
}
