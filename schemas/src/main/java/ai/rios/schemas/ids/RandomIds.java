package ai.rios.schemas.ids;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Ids that nothing determines, for operations and requests: 48 bits of time in ms, then 80 random bits, so that ids made later
 * sort later to the millisecond. Thread-safe when the generator is ({@link java.security.SecureRandom} is).
 */
public final class RandomIds {
    private final RandomGenerator random;
    private final InstantSource clock;

    /**
     * @param random source of bits; where ids must not be guessed, a secure one
     * @param clock source of time
     */
    public RandomIds(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /**
     * A new id.
     *
     * @param prefix such as {@link Ids#OPERATION}
     */
    public String next(String prefix) {
        byte[] tail = new byte[Ids.BYTES - Short.BYTES - Integer.BYTES];
        random.nextBytes(tail);
        long ms = clock.millis();
        byte[] bits = ByteBuffer.allocate(Ids.BYTES)
                .putShort((short) (ms >>> 32))
                .putInt((int) ms)
                .put(tail)
                .array();
        return Ids.of(prefix, bits);
    }
}
