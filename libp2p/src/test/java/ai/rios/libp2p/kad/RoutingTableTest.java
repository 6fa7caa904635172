package ai.rios.libp2p.kad;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.libp2p.crypto.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RoutingTableTest {
    private static final KadLimits.Table LIMITS =
            new KadLimits.Table(3, 3, 2, Duration.ofMinutes(10), 10, Duration.ofMinutes(2), 8, 256);
    private static final long GRACE = Duration.ofMinutes(20).toNanos();
    private static final KadId OWN = KadId.of(KadVectors.peer(-1));

    private final RoutingTable table = new RoutingTable(OWN, LIMITS);

    /** Peers that share as many bits with this node. */
    private static List<PeerId> inBucket(int bits, int count) {
        List<PeerId> peers = new ArrayList<>();
        for (long number = 0; peers.size() < count; number++) {
            if (KadId.of(KadVectors.peer(number)).sharedBits(OWN) == bits) {
                peers.add(KadVectors.peer(number));
            }
        }
        return peers;
    }

    private boolean answered(PeerId peer, long now) {
        return table.answered(peer, Optional.empty(), now);
    }

    @Test
    void aFullBucketKeepsWhatItHas() {
        List<PeerId> peers = inBucket(0, 4);
        for (PeerId peer : peers.subList(0, 3)) {
            assertThat(answered(peer, 0)).isTrue();
        }
        assertThat(table.hasRoom(peers.get(3), Optional.empty(), GRACE - 1)).isFalse();
        assertThat(answered(peers.get(3), GRACE - 1)).isFalse();
        assertThat(table.closest(OWN, 9)).containsExactlyInAnyOrderElementsOf(peers.subList(0, 3));
    }

    @Test
    void whoHasBeenSilentForTwoRefreshesGivesWay() {
        List<PeerId> peers = inBucket(0, 4);
        answered(peers.get(0), 5);
        answered(peers.get(1), 0);
        answered(peers.get(2), 9);
        assertThat(answered(peers.get(3), GRACE)).isTrue();
        assertThat(table.contains(peers.get(1))).isFalse();
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void whoAnswersAgainIsNotSilent() {
        List<PeerId> peers = inBucket(0, 4);
        peers.subList(0, 3).forEach(peer -> answered(peer, 0));
        assertThat(table.silentFor(10, 10)).containsExactlyInAnyOrderElementsOf(peers.subList(0, 3));
        peers.subList(0, 3).forEach(peer -> answered(peer, 9));
        assertThat(table.silentFor(2, 10)).isEmpty();
        assertThat(answered(peers.get(3), GRACE)).isFalse();
    }

    @Test
    void peersOfOneNetworkAreFewInABucketAndInTheTable() {
        Optional<String> group = Optional.of("0102");
        List<PeerId> far = inBucket(0, 3);
        List<PeerId> near = inBucket(1, 2);
        assertThat(table.answered(far.get(0), group, 0)).isTrue();
        assertThat(table.answered(far.get(1), group, 0)).isTrue();
        assertThat(table.answered(far.get(2), group, 0))
                .as("a third one in the bucket")
                .isFalse();
        assertThat(table.answered(near.get(0), group, 0)).isTrue();
        assertThat(table.answered(near.get(1), group, 0))
                .as("a fourth one in the table")
                .isFalse();
        assertThat(table.answered(near.get(1), Optional.of("0103"), 0)).isTrue();

        table.remove(far.get(0));
        assertThat(table.answered(far.get(2), group, 0)).isTrue();
    }

    @Test
    void whoGivesWayDoesNotCountAgainstItsOwnNetwork() {
        Optional<String> group = Optional.of("0102");
        List<PeerId> peers = inBucket(0, 4);
        table.answered(peers.get(0), group, 0);
        table.answered(peers.get(1), group, 5);
        table.answered(peers.get(2), Optional.empty(), 5);
        assertThat(table.answered(peers.get(3), group, GRACE)).isTrue();
        assertThat(table.contains(peers.get(0))).isFalse();
    }

    @Test
    void aNodeIsNotInItsOwnTable() {
        assertThat(answered(KadVectors.peer(-1), 0)).isFalse();
        assertThat(table.filledBuckets()).isEmpty();
    }

    /** The same, said plainly: a list of all peers, searched for everything. */
    private static final class Model {
        private final Map<PeerId, Optional<String>> groups = new HashMap<>();
        private final Map<PeerId, Long> answeredAt = new HashMap<>();

        private List<PeerId> bucketOf(PeerId peer) {
            int bits = KadId.of(peer).sharedBits(OWN);
            return answeredAt.keySet().stream()
                    .filter(other -> KadId.of(other).sharedBits(OWN) == bits)
                    .toList();
        }

        private long of(Optional<String> group, List<PeerId> among) {
            return group.isEmpty()
                    ? 0
                    : among.stream()
                            .filter(peer ->
                                    groups.getOrDefault(peer, Optional.empty()).equals(group))
                            .count();
        }

        private long at(PeerId peer) {
            return answeredAt.getOrDefault(peer, Long.MIN_VALUE);
        }

        private boolean answered(PeerId peer, Optional<String> group, long now) {
            if (answeredAt.containsKey(peer)) {
                answeredAt.put(peer, now);
                return true;
            }
            List<PeerId> bucket = new ArrayList<>(bucketOf(peer));
            List<PeerId> all = new ArrayList<>(answeredAt.keySet());
            if (bucket.size() == LIMITS.bucket()) {
                PeerId oldest =
                        bucket.stream().min(Comparator.comparingLong(this::at)).orElseThrow();
                if (now - at(oldest) < GRACE) {
                    return false;
                }
                bucket.remove(oldest);
                all.remove(oldest);
            }
            if (of(group, bucket) >= LIMITS.groupInBucket() || of(group, all) >= LIMITS.groupInTable()) {
                return false;
            }
            answeredAt.keySet().retainAll(all);
            answeredAt.put(peer, now);
            groups.put(peer, group);
            return true;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void itDoesWhatAPlainListDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Model model = new Model();
        long now = 0;
        int taken = 0;
        for (int round = 0; round < 2_000; round++) {
            now += 1 + random.nextLong(GRACE / 20);
            PeerId peer = KadVectors.peer(random.nextInt(60));
            Optional<String> group = random.nextBoolean() ? Optional.empty() : Optional.of("group" + random.nextInt(4));
            if (random.nextInt(10) == 0) {
                assertThat(table.remove(peer)).isEqualTo(model.answeredAt.remove(peer) != null);
            } else {
                boolean isNew = !model.answeredAt.containsKey(peer);
                boolean hasRoom = table.hasRoom(peer, group, now);
                boolean isTaken = table.answered(peer, group, now);
                assertThat(isTaken).isEqualTo(model.answered(peer, group, now));
                assertThat(hasRoom).isEqualTo(isNew && isTaken);
                taken += isTaken ? 1 : 0;
            }
            KadId place = KadId.of(KadVectors.peer(random.nextLong()));
            assertThat(table.closest(place, 5))
                    .isEqualTo(model.answeredAt.keySet().stream()
                            .sorted(Comparator.comparing(other -> place.distance(KadId.of(other))))
                            .limit(5)
                            .toList());
            assertThat(table.size()).isEqualTo(model.answeredAt.size());
            assertThat(table.filledBuckets())
                    .isEqualTo(model.answeredAt.keySet().stream()
                            .map(other -> KadId.of(other).sharedBits(OWN))
                            .distinct()
                            .sorted()
                            .toList());
        }
        assertThat(taken).isBetween(100, 1_900);
    }
}
