package ai.rios.edge.websocket;

import java.time.Duration;

/**
 * How often a peer may send: a bucket of tokens that fills at a steady rate. Going over it now and then costs the peer
 * those messages; going over it for long costs it the connection.
 *
 * <p>Confined to the thread that reads the connection.
 */
final class InboundRate {
    /** What becomes of one message. */
    enum Verdict {
        /** Within the rate. */
        ADMITTED,
        /** Over it: not to be executed. */
        EXCESS,
        /** Over it for so long that the connection ends. */
        SUSTAINED
    }

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long perSecond;
    private final long fullBucket;
    private final long patienceNanos;
    /** In billionths of a message, so that whole nanoseconds fill it exactly. */
    private long tokens;

    private long filledAtNanos;
    private boolean over;
    private long overSinceNanos;
    private long lastExcessNanos;

    /** @param rate its patience is how long refusals may go on, never a second apart */
    InboundRate(WebSocketSettings.Rate rate, long nowNanos) {
        this.perSecond = rate.messagesPerSecond();
        this.fullBucket = perSecond * SECOND;
        this.patienceNanos = rate.patience().toNanos();
        this.tokens = fullBucket;
        this.filledAtNanos = nowNanos;
    }

    Verdict admit(long nowNanos) {
        if (perSecond == 0) {
            return Verdict.ADMITTED;
        }
        long elapsed = Math.min(nowNanos - filledAtNanos, SECOND);
        tokens = Math.min(fullBucket, tokens + elapsed * perSecond);
        filledAtNanos = nowNanos;
        if (tokens >= SECOND) {
            tokens -= SECOND;
            return Verdict.ADMITTED;
        }
        if (!over || nowNanos - lastExcessNanos > SECOND) {
            over = true;
            overSinceNanos = nowNanos;
        }
        lastExcessNanos = nowNanos;
        return nowNanos - overSinceNanos >= patienceNanos ? Verdict.SUSTAINED : Verdict.EXCESS;
    }

    /** How long after a refusal the next message would be admitted. */
    Duration retryAfter() {
        return Duration.ofNanos(Math.max(0, (SECOND - tokens) / Math.max(1, perSecond)));
    }
}
