package ai.rios.edge.websocket;

import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Chooses the form in which one connection gets a message. Confined to the connection's writing thread. */
final class OutboundEncoder {
    private final @Nullable DeflateAgreement agreement;
    private final NativePool<Deflater> pool;
    private final int minBytes;
    /** Only with context takeover: remembers this connection's earlier messages. */
    private @Nullable Deflater own;

    OutboundEncoder(@Nullable DeflateAgreement agreement, NativePool<Deflater> pool, int minBytes) {
        this.agreement = agreement;
        this.pool = pool;
        this.minBytes = minBytes;
    }

    byte[] encode(OutboundMessage message) {
        if (agreement == null || message.payloadBytes() < minBytes) {
            return message.frame(); // an uncompressed message leaves the window as it is (RFC 7692, section 7.2.3)
        }
        int windowBits = agreement.serverWindowBits();
        if (agreement.serverKeepsContext()) {
            if (own == null) {
                own = pool.borrow();
            }
            return message.deflate(own, windowBits);
        }
        // No match can be longer ago than the message is long, so a small message needs no small window.
        boolean fits = windowBits == DeflateAgreement.LARGEST_WINDOW_BITS || message.payloadBytes() <= 1 << windowBits;
        return fits ? message.deflatedFrame(pool) : message.deflateAlone(pool, windowBits);
    }

    /** Gives the native memory back. */
    void release() {
        if (own != null) {
            pool.giveBack(own);
            own = null;
        }
    }
}
