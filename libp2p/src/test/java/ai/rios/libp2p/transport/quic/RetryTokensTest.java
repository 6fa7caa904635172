package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RetryTokensTest {
    private static final InetSocketAddress STRANGER = at("192.0.2.1", 4001);
    private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private final AtomicLong now = new AtomicLong(-5);
    private boolean mustProve = true;
    private final RetryTokens tokens =
            new RetryTokens(new SecureRandom(), _ -> mustProve, now::get, Duration.ofSeconds(5));

    private static InetSocketAddress at(String ip, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(ip), port);
    }

    private ByteBuf token() {
        ByteBuf token = Unpooled.buffer();
        assertThat(tokens.writeToken(token, Unpooled.wrappedBuffer(ID), STRANGER))
                .isTrue();
        return token;
    }

    @Test
    void aTokenLeadsBackToTheIdThatWasChosenFirst() {
        ByteBuf token = token();
        int idAt = tokens.validateToken(token, STRANGER);
        assertThat(token.slice(idAt, token.readableBytes() - idAt)).isEqualTo(Unpooled.wrappedBuffer(ID));
        assertThat(tokens.hasProved()).isTrue();
    }

    @Test
    void aTokenIsGoodForItsAddressAlone() {
        ByteBuf token = token();
        assertThat(tokens.validateToken(token, at("192.0.2.1", 4002))).isEqualTo(-1);
        assertThat(tokens.validateToken(token, at("192.0.2.2", 4001))).isEqualTo(-1);
        assertThat(tokens.hasProved()).isFalse();
    }

    @Test
    void aTokenIsGoodForItsTime() {
        ByteBuf token = token();
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(tokens.validateToken(token, STRANGER)).isPositive();
        now.incrementAndGet();
        assertThat(tokens.validateToken(token, STRANGER)).isEqualTo(-1);
    }

    @Test
    void everyBitCounts() {
        ByteBuf token = token();
        for (int bit = 0; bit < 8 * token.readableBytes(); bit++) {
            ByteBuf flipped = token.copy();
            flipped.setByte(bit / 8, flipped.getByte(bit / 8) ^ 1 << bit % 8);
            assertThat(tokens.validateToken(flipped, STRANGER))
                    .as("bit %d", bit)
                    .isEqualTo(-1);
        }
    }

    @Test
    void aTokenOfAnotherSocketIsNotTaken() {
        RetryTokens other = new RetryTokens(new SecureRandom(), _ -> true, now::get, Duration.ofSeconds(5));
        assertThat(other.validateToken(token(), STRANGER)).isEqualTo(-1);
    }

    @Test
    void whatIsTooShortOrTooLongIsNoToken() {
        assertThat(tokens.validateToken(Unpooled.EMPTY_BUFFER, STRANGER)).isEqualTo(-1);
        assertThat(tokens.validateToken(token().readSlice(23), STRANGER)).isEqualTo(-1);
        ByteBuf longest = Unpooled.buffer();
        assertThat(tokens.writeToken(longest, Unpooled.wrappedBuffer(new byte[20]), STRANGER))
                .isTrue();
        assertThat(longest.readableBytes()).isEqualTo(tokens.maxTokenLength());
        assertThat(tokens.validateToken(longest, STRANGER)).isPositive();
        assertThat(tokens.validateToken(longest.writeByte(0), STRANGER)).isEqualTo(-1);
    }

    @Test
    void whoNeedNotProveGetsNoTokenAndHasNotProved() {
        assertThat(tokens.validateToken(token(), STRANGER)).isPositive();
        mustProve = false;
        ByteBuf out = Unpooled.buffer();
        assertThat(tokens.writeToken(out, Unpooled.wrappedBuffer(ID), STRANGER)).isFalse();
        assertThat(out.isReadable()).isFalse();
        assertThat(tokens.hasProved()).as("another one's token proves nothing").isFalse();
    }
}
