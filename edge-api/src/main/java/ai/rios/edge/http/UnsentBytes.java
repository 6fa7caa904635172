package ai.rios.edge.http;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Room on the heap for answers that their clients have not taken yet. An answer is kept twice while it is written, for the server
 * copies it into frames before the first has room in the client's window. Small ones have room of their own, as much again, so that
 * refusals are told when large ones take all of theirs; in both no owner takes more than a quarter. Answers about the server's own state
 * have a quarter as much for themselves, whoever asks, so that it is told when the others take all of theirs. Thread-safe.
 */
final class UnsentBytes {
    /** Answers of up to so many bytes are small. */
    static final int SMALL = 4_096;

    private static final int COPIES = 2;

    /** About what a request keeps that waits, beside its answer: its thread's stack, its head, its stream. */
    private static final int REQUEST = 4_096;

    private final Shares large;
    private final Shares small;
    private final Semaphore state;

    /** Room that an answer has taken; closing gives it back. */
    interface Room extends AutoCloseable {
        @Override
        void close();
    }

    /** @param bytes for large answers, and as many for small ones */
    UnsentBytes(long bytes) {
        this.large = new Shares(bytes);
        this.small = new Shares(bytes);
        this.state = new Semaphore((int) Math.min(bytes / 4, Integer.MAX_VALUE));
    }

    /**
     * Takes room for an answer.
     *
     * @param owner whose share it is
     * @param length of the answer's body, as it is sent
     * @return null when there is none
     */
    @Nullable Room take(String owner, int length) {
        Shares shares = length <= SMALL ? small : large;
        long bytes = cost(length);
        return shares.take(owner, bytes) ? () -> shares.release(owner, bytes) : null;
    }

    /** Takes room for an answer about the server's own state; null when there is none. */
    @Nullable Room takeForState(int length) {
        int bytes = (int) Math.min(cost(length), Integer.MAX_VALUE);
        return state.tryAcquire(bytes) ? () -> state.release(bytes) : null;
    }

    private static long cost(int length) {
        return (long) COPIES * length + REQUEST;
    }
}
