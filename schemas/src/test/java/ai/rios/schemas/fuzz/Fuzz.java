package ai.rios.schemas.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;

/**
 * Gives a check inputs that are random, or good ones with something changed.
 *
 * <p>Each check runs on 20,000 inputs, the same in every run, or for {@code fuzz.seconds} where that system property is set, from
 * {@code fuzz.seed} on (1 by default). A failure names the seed of its input: with that as {@code fuzz.seed} it is the first input.
 */
public final class Fuzz {
    private static final int INPUTS = 20_000;

    /** No input of these lengths may make a parser allocate more: lengths that it only claims are not to be believed. */
    private static final long MOST_BYTES = 8L << 20;

    private static final int LONGEST = 300;
    private static final int MOST_CHANGES = 4;

    /** Values at which lengths, signs and encodings turn. */
    private static final byte[] EDGES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '"', '\\', '{', '[', '.', '|', '-', ' '};

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private Fuzz() {}

    /**
     * Runs {@code check} on inputs made from {@code good}.
     *
     * @throws AssertionError with seed and input, when the check throws anything at all or allocates more than 8 MiB
     */
    public static void bytes(List<byte[]> good, Consumer<byte[]> check) {
        long first = Long.getLong("fuzz.seed", 1);
        Long seconds = Long.getLong("fuzz.seconds");
        long start = System.nanoTime();
        for (long seed = first; isDue(seed - first, start, seconds); seed++) {
            byte[] input = input(new SplittableRandom(seed), good);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                check.accept(input.clone());
                assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                        .as("bytes allocated")
                        .isLessThan(MOST_BYTES);
            } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError failure) {
                throw new AssertionFailedError(
                        "fuzz.seed " + seed + ", input " + HexFormat.of().formatHex(input) + " " + printable(input),
                        failure);
            }
        }
    }

    private static boolean isDue(long done, long start, @Nullable Long seconds) {
        return seconds == null
                ? done < INPUTS
                : System.nanoTime() - start < Duration.ofSeconds(seconds).toNanos();
    }

    /** As {@link #bytes}, for texts; bytes that are no UTF-8 come as U+FFFD. */
    public static void texts(List<String> good, Consumer<String> check) {
        bytes(
                good.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList(),
                input -> check.accept(new String(input, StandardCharsets.UTF_8)));
    }

    private static String printable(byte[] input) {
        return new String(input, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    }

    private static byte[] input(SplittableRandom random, List<byte[]> good) {
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[random.nextInt(LONGEST)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] input = good.get(random.nextInt(good.size())).clone();
        for (int changes = random.nextInt(1, MOST_CHANGES + 1); changes > 0; changes--) {
            input = changed(random, input, good.get(random.nextInt(good.size())));
        }
        return input;
    }

    private static byte[] changed(SplittableRandom random, byte[] input, byte[] other) {
        int from = random.nextInt(input.length + 1);
        int to = random.nextInt(from, input.length + 1);
        byte[] changed = input.clone();
        return switch (random.nextInt(7)) {
            case 0 -> {
                if (from < changed.length) {
                    changed[from] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                yield changed;
            }
            case 1 -> {
                if (from < changed.length) {
                    changed[from] = EDGES[random.nextInt(EDGES.length)];
                }
                yield changed;
            }
            case 2 -> joined(Arrays.copyOf(input, from), Arrays.copyOfRange(input, to, input.length));
            case 3 -> joined(Arrays.copyOf(input, to), Arrays.copyOfRange(input, from, input.length));
            case 4 -> joined(Arrays.copyOf(input, from), tail(random, other));
            case 5 -> joined(Arrays.copyOf(input, from), edges(random), Arrays.copyOfRange(input, from, input.length));
            default -> Arrays.copyOf(input, from);
        };
    }

    private static byte[] tail(SplittableRandom random, byte[] other) {
        return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    }

    private static byte[] edges(SplittableRandom random) {
        byte[] edges = new byte[random.nextInt(1, 12)];
        Arrays.fill(edges, EDGES[random.nextInt(EDGES.length)]);
        return edges;
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
