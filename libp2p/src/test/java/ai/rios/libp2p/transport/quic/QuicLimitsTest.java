package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.transport.AcceptLimits;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class QuicLimitsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TWO = Duration.ofSeconds(2);

    private static void assertRefused(String name, ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(name);
    }

    @Test
    void numbersOfStreamsArePositive() {
        assertRefused("streams.inbound", () -> new QuicLimits.Streams(0, 1));
        assertRefused("streams.outbound", () -> new QuicLimits.Streams(1, 0));
    }

    @Test
    void buffersHoldWhatMovesAtOnce() {
        QuicLimits.Buffers least = new QuicLimits.Buffers(1, StreamHandler.BYTES_A_TURN, Departures.PIECE_BYTES, 1);
        assertRefused("buffers.window", () -> new QuicLimits.Buffers(0, least.unread(), least.unsent(), 1));
        assertRefused("buffers.unread", () -> new QuicLimits.Buffers(1, least.unread() - 1, least.unsent(), 1));
        assertRefused("buffers.unsent", () -> new QuicLimits.Buffers(1, least.unread(), least.unsent() - 1, 1));
        assertRefused("buffers.after-close", () -> new QuicLimits.Buffers(1, least.unread(), least.unsent(), 0));
    }

    @Test
    void timesPass() {
        Duration none = Duration.ZERO;
        assertRefused("handshake", () -> new QuicLimits.Times(none, TWO, SECOND, SECOND, SECOND, SECOND));
        assertRefused("idle", () -> new QuicLimits.Times(SECOND, none, SECOND, SECOND, SECOND, SECOND));
        assertRefused("keep-alive", () -> new QuicLimits.Times(SECOND, TWO, none, SECOND, SECOND, SECOND));
        assertRefused("keep-alive", () -> new QuicLimits.Times(SECOND, TWO, TWO, SECOND, SECOND, SECOND));
        assertRefused("open-within", () -> new QuicLimits.Times(SECOND, TWO, SECOND, none, SECOND, SECOND));
        assertRefused("linger-for", () -> new QuicLimits.Times(SECOND, TWO, SECOND, SECOND, none, SECOND));
        assertRefused("close-within", () -> new QuicLimits.Times(SECOND, TWO, SECOND, SECOND, SECOND, none));
    }

    @Test
    void whatIsAcceptedIsPositive() {
        assertRefused("pending", () -> new AcceptLimits(0, 1, 1, 1));
        assertRefused("pendingPerIp", () -> new AcceptLimits(1, 0, 1, 1));
        assertRefused("perSecond", () -> new AcceptLimits(1, 1, 0, 1));
        assertRefused("burst", () -> new AcceptLimits(1, 1, 1, 0));
    }
}
