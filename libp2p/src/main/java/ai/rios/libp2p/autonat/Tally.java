package ai.rios.libp2p.autonat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What several peers found of one thing: the last {@link #KEPT} answers. It is decided by {@link #LEAD} more of one kind than
 * of the other, and stays so until that holds for the other kind. Not thread-safe.
 */
final class Tally {
    /** Answers that count. */
    static final int KEPT = 5;

    /** By how many one kind must lead. */
    static final int LEAD = 3;

    private final Deque<Boolean> answers = new ArrayDeque<>();
    private Optional<Boolean> verdict = Optional.empty();
    private long latestNanos;

    /** How many in a row would not dial. */
    private int passedOver;

    void add(boolean reached, long nowNanos) {
        passedOver = 0;
        answers.addLast(reached);
        if (answers.size() > KEPT) {
            answers.removeFirst();
        }
        latestNanos = nowNanos;
        long lead = 2 * answers.stream().filter(answer -> answer).count() - answers.size();
        if (Math.abs(lead) >= LEAD) {
            verdict = Optional.of(lead > 0);
        }
    }

    Optional<Boolean> verdict() {
        return verdict;
    }

    /** Somebody who dials others does not dial this. */
    void passOver(long nowNanos) {
        passedOver = Math.min(LEAD, passedOver + 1);
        latestNanos = nowNanos;
    }

    /** Whether it is decided, or so many would not look at it that it will not be. */
    boolean isSettled() {
        return verdict.isPresent() || passedOver >= LEAD;
    }

    /** Whether an answer more is wanted: where it is not settled, or the latest one is that old. */
    boolean isDue(long nowNanos, long refreshNanos) {
        return !isSettled() || nowNanos - latestNanos >= refreshNanos;
    }
}
