package ai.rios.libp2p.muxer.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.MuxerException;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Task;
import ai.rios.libp2p.muxer.MuxedStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random frames, likely and unlikely ones, cut at random; the seed is in the test's name. */
@Timeout(120)
final class YamuxFuzzTest {
    private static final YamuxLimits LIMITS = YamuxLimits.DEFAULTS
            .withStreams(new YamuxLimits.Streams(8, 8, 8, 4))
            .withWindows(new YamuxLimits.Windows(1 << 20, 1 << 20));

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverComesIsTakenOrEndsTheConnectionAndHoldsNoMoreThanItMay(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        try (RawPeer peer = new RawPeer(Direction.INBOUND, LIMITS, 1 << 20)) {
            Task<Void> drained = Task.of(() -> {
                peer.wire.input().transferTo(java.io.OutputStream.nullOutputStream());
                return null;
            });
            Task<Void> using = Task.of(() -> use(peer, new SplittableRandom(seed)));
            // When
            speak(peer, random);
            // Then
            Task.until("the session has ended", peer.session::isClosed);
            assertThatThrownBy(peer.session::openStream)
                    .isInstanceOfSatisfying(
                            MuxerException.class,
                            end -> assertThat(end.code())
                                    .as("a fault of ours: %s", end)
                                    .isNotEqualTo(2));
            assertThat(peer.session.budget().unread()).isBetween(0L, 1L << 20);
            using.result();
            drained.result();
        }
    }

    /** Says this and that, and stops. */
    private static void speak(RawPeer peer, SplittableRandom random) {
        boolean polite = random.nextInt(4) > 0;
        try {
            for (int i = random.nextInt(1, 400); i > 0; i--) {
                if (polite) {
                    likely(peer, random);
                } else {
                    unlikely(peer, random);
                }
            }
        } catch (IOException closed) {
            assertThat(closed).hasMessageContaining("closed"); // it was left, and said enough
        }
        peer.wire.closeWrite();
    }

    private static void likely(RawPeer peer, SplittableRandom random) throws IOException {
        long stream = random.nextInt(1, 24);
        int flags = random.nextInt(3) > 0 ? 0 : 1 << random.nextInt(5);
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> peer.data(flags, stream, new byte[random.nextInt(random.nextInt(1, 40_000))]);
            case 4, 5 -> peer.window(flags, stream, random.nextInt(100_000));
            case 6 -> peer.ping(flags, random.nextInt());
            default -> peer.window(RawPeer.SYN, 2 * random.nextInt(100) + 1, 0);
        }
    }

    private static void unlikely(RawPeer peer, SplittableRandom random) throws IOException {
        byte[] bytes = new byte[random.nextInt(1, 100)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length && random.nextInt(4) > 0; i++) {
            bytes[i] = (byte) random.nextInt(5);
        }
        peer.raw(bytes);
    }

    /** Takes what streams there are, and does this and that with them. */
    private static Void use(RawPeer peer, SplittableRandom random) {
        try {
            while (true) {
                MuxedStream stream = random.nextInt(4) == 0 ? peer.session.openStream() : peer.session.acceptStream();
                switch (random.nextInt(6)) {
                    case 0 -> stream.close();
                    case 1 -> stream.reset(random.nextInt());
                    case 2 -> stream.closeWrite();
                    case 3 -> {
                        stream.output().write(new byte[random.nextInt(100_000)]);
                        stream.output().flush();
                    }
                    case 4 ->
                        stream.input().readNBytes(random.nextInt(stream.input().available() + 1));
                    default -> {
                        // Left alone.
                    }
                }
            }
        } catch (MuxerException ended) {
            return null;
        } catch (IOException _) {
            return peer.session.isClosed() ? null : use(peer, random);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }
}
