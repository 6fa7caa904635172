package ai.rios.libp2p.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.quic.QuicTokenHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Has whoever begins a connection prove that it is where it says, by a token that it has to send back (RFC 9000, 8.1.2); not
 * from everybody, since it takes a round trip. A token is good for one address and a short time:
 *
 * <pre>
 *  16 bytes  the first half of HMAC-SHA256, with a key of this socket alone, over all that follows, the address and the port
 *   8 bytes  when it was made, in nanoseconds of the timers
 *  0-20      the connection id that the other end chose first
 * </pre>
 *
 * Confined to the socket's event loop.
 */
final class RetryTokens implements QuicTokenHandler {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 16;
    private static final int LONGEST_ID = 20;

    private final Mac mac;
    private final Predicate<InetAddress> mustProve;
    private final LongSupplier nanoTime;
    private final long goodForNanos;

    /** Whether the packet that was looked at last had a good one. */
    private boolean proved;

    RetryTokens(SecureRandom random, Predicate<InetAddress> mustProve, LongSupplier nanoTime, Duration goodFor) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("the JDK has no " + ALGORITHM, absent);
        }
        this.mustProve = mustProve;
        this.nanoTime = nanoTime;
        this.goodForNanos = goodFor.toNanos();
    }

    @Override
    public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress address) {
        proved = false;
        if (!mustProve.test(address.getAddress())) {
            return false;
        }
        byte[] said = new byte[Long.BYTES + connectionId.readableBytes()];
        ByteBuffer.wrap(said).putLong(nanoTime.getAsLong());
        connectionId.getBytes(connectionId.readerIndex(), said, Long.BYTES, connectionId.readableBytes());
        out.writeBytes(sealOf(said, address)).writeBytes(said);
        return true;
    }

    /** Whether the connection that begins now, right after its first packet was looked at, showed where it is. */
    boolean hasProved() {
        return proved;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
        proved = false;
        if (token.readableBytes() < MAC_BYTES + Long.BYTES || token.readableBytes() > maxTokenLength()) {
            return -1;
        }
        byte[] seal = new byte[MAC_BYTES];
        byte[] said = new byte[token.readableBytes() - MAC_BYTES];
        token.getBytes(token.readerIndex(), seal);
        token.getBytes(token.readerIndex() + MAC_BYTES, said);
        long age = nanoTime.getAsLong() - ByteBuffer.wrap(said).getLong();
        boolean good = MessageDigest.isEqual(seal, sealOf(said, address)) && age >= 0 && age <= goodForNanos;
        proved = good;
        return good ? MAC_BYTES + Long.BYTES : -1;
    }

    @Override
    public int maxTokenLength() {
        return MAC_BYTES + Long.BYTES + LONGEST_ID;
    }

    private byte[] sealOf(byte[] said, InetSocketAddress address) {
        mac.update(said);
        mac.update(address.getAddress().getAddress());
        mac.update((byte) (address.getPort() >> 8));
        mac.update((byte) address.getPort());
        return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
    }
}
