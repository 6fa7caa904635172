package ai.rios.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Input from seeds: bytes of no sense, and good ones with something changed. */
public final class Fuzz {
    private static final int ROUNDS = 1_000;
    private static final int LONGEST = 200;

    private Fuzz() {}

    /** The seeds of a test: {@code @MethodSource("ai.rios.libp2p.Fuzz#seeds")}. */
    public static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    /**
     * Gives {@code reader} random and mutated input. What it takes must be the same again once it is written and read, and
     * what it does not take it must refuse by {@link MalformedException}.
     */
    public static <T> void holds(long seed, List<byte[]> good, Function<byte[], T> reader, Function<T, byte[]> writer) {
        int read = 0;
        for (byte[] whole : good) {
            assertThat(writer.apply(reader.apply(whole))).isEqualTo(whole);
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = input(random, good);
            try {
                T value = reader.apply(input);
                assertThat(reader.apply(writer.apply(value))).isEqualTo(value);
                read++;
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageMatching("(?s).+");
            } catch (RuntimeException other) {
                fail("seed " + seed + ", input " + HexFormat.of().formatHex(input), other);
            }
        }
        assertThat(read).as("inputs that could be read").isLessThan(ROUNDS);
    }

    /** Gives {@code reader} random and mutated input; it takes it or refuses it by {@link MalformedException}. */
    public static void refuses(long seed, List<byte[]> good, Consumer<byte[]> reader) {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = input(random, good);
            try {
                reader.accept(input);
            } catch (MalformedException expected) {
                refused++;
            } catch (RuntimeException other) {
                fail("seed " + seed + ", input " + HexFormat.of().formatHex(input), other);
            }
        }
        assertThat(refused).as("inputs that were refused").isPositive();
    }

    /** Bytes that are random, or one of {@code good} with bytes changed, cut off, put in or doubled. */
    public static byte[] input(SplittableRandom random, List<byte[]> good) {
        if (good.isEmpty() || random.nextInt(4) == 0) {
            byte[] bytes = new byte[random.nextInt(LONGEST)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] bytes = good.get(random.nextInt(good.size())).clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    longer[at] = (byte) random.nextInt();
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
