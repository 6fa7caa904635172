package ai.rios.libp2p.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multihash;
import ai.rios.libp2p.resources.ResourceLimits.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ResourcesTest {
    private static final long BASE = ResourceLimits.CONNECTION_BYTES;

    private static PeerId peer(int number) {
        return new PeerId(Multihash.sha256(new byte[] {(byte) number}));
    }

    private static ResourceScope stream(ResourceScope connection) {
        return connection.openStream().orElseThrow();
    }

    @Test
    void eachLimitIsMetAndPassedByNone() throws LimitException {
        Limit much = new Limit(1L << 40, 1_000);
        Resources resources = new Resources(new ResourceLimits(
                new Limit(3 * BASE + 3_000, 1_000),
                new Limit(2 * BASE + 2_000, 1_000),
                much,
                new Limit(BASE + 1_500, 1_000),
                much));
        ResourceScope one = resources.connection(peer(1));
        ResourceScope two = resources.connection(peer(1));
        assertThat(one.reserve(1_501)).as("of the connection").isFalse();
        assertThat(one.reserve(1_500)).isTrue();
        assertThat(two.reserve(501)).as("of the peer").isFalse();
        assertThat(two.reserve(500)).isTrue();
        ResourceScope other = resources.connection(peer(2));
        assertThat(other.reserve(1_001)).as("of the host").isFalse();
        assertThat(other.reserve(1_000)).isTrue();
        assertThat(resources.system().bytes()).isEqualTo(3 * BASE + 3_000);
        assertThatThrownBy(() -> resources.connection(peer(3))).isInstanceOf(LimitException.class);
        assertThat(resources.peers()).isEqualTo(2);
        one.release(1_500);
        two.release(500);
        one.closeConnection();
        two.closeConnection();
        assertThat(resources.peers()).isEqualTo(1);
        assertThat(resources.system().bytes()).isEqualTo(BASE + 1_000);
    }

    @Test
    void streamsOfAProtocolAreCountedWithWhatTheyHold() throws LimitException {
        Limit much = new Limit(1L << 40, 1_000);
        long base = ResourceLimits.STREAM_BYTES;
        Resources resources = new Resources(new ResourceLimits(much, much, new Limit(2 * base + 1_000, 2), much, much));
        ResourceScope protocol = resources.protocol();
        ResourceScope connection = resources.connection(peer(1));
        ResourceScope one = stream(connection);
        ResourceScope two = stream(connection);
        ResourceScope three = stream(connection);
        assertThat(one.reserve(600)).isTrue();
        assertThat(one.countIn(protocol)).isTrue();
        assertThat(one.countIn(protocol)).as("once only").isFalse();
        assertThat(two.countIn(protocol)).isTrue();
        assertThat(three.countIn(protocol)).as("a third stream").isFalse();
        assertThat(two.reserve(401)).isFalse();
        assertThat(connection.bytes()).as("nothing is left of a refusal").isEqualTo(BASE + 3 * base + 600);
        assertThat(two.reserve(400)).isTrue();
        one.release(600);
        one.closeStream();
        assertThat(protocol.streams()).isEqualTo(1);
        assertThat(three.countIn(protocol)).isTrue();
    }

    @Test
    void nothingIsLeftAfterManyThreadsWentInAndOut() throws Exception {
        Resources resources = new Resources(ResourceLimits.ofMemory(1 << 20));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int seed = 0; seed < 64; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                work.add(() -> wander(resources, random));
            }
            int refused = 0;
            for (Future<Integer> done : threads.invokeAll(work)) {
                refused += done.get();
            }
            assertThat(refused).as("limits were met").isPositive();
        }
        assertThat(resources.system().isEmpty()).isTrue();
        assertThat(resources.peers()).isZero();
    }

    private static int wander(Resources resources, SplittableRandom random) {
        int refused = 0;
        for (int round = 0; round < 200; round++) {
            try {
                ResourceScope connection = resources.connection(peer(random.nextInt(4)));
                ResourceScope stream = connection.openStream().orElse(null);
                long bytes = random.nextInt(1 << 18);
                if (stream == null || !stream.reserve(bytes)) {
                    refused++;
                } else {
                    stream.release(bytes);
                }
                connection.closeConnection();
                if (stream != null) {
                    stream.closeStream();
                }
            } catch (LimitException full) {
                refused++;
            }
        }
        return refused;
    }

    @Test
    void aQuarterOfTheHeapIsTheDefault() {
        ResourceLimits limits = ResourceLimits.ofHeap();
        assertThat(limits.system().bytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
        assertThat(limits.peer().bytes()).isBetween(1L, 128L << 20);
        assertThat(ResourceLimits.ofMemory(1 << 30).peer().bytes()).isEqualTo(128 << 20);
        assertThat(ResourceLimits.ofMemory(1 << 20).connection().bytes()).isEqualTo(1 << 17);
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit(1, 0));
    }
}
