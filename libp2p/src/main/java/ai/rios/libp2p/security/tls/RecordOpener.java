package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.security.OpeningInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Takes records off a channel and decrypts them, during the handshake and after it. Buffers grow to the longest record that
 * has come. Confined to the reading thread.
 */
final class RecordOpener implements OpeningInput.Opener {
    /** Records without payload, such as new keys, that are taken until {@link #TAKES_BACK} bytes of it have come. */
    static final int MOST_EMPTY = 32;

    /** As much payload makes up for the empty records before it. */
    static final int TAKES_BACK = 1 << 20;

    private static final int FIRST_BYTES = 1_024;

    private final SSLEngine engine;
    private final InputStream channel;
    private byte[] sealed = new byte[FIRST_BYTES];
    private int sealedFrom;
    private int sealedEnd;
    private byte[] plain = new byte[FIRST_BYTES];
    private int end;
    private boolean ended;
    private int empty;
    private int payload;

    /** Reads nothing yet. */
    RecordOpener(SSLEngine engine, InputStream channel) {
        this.engine = engine;
        this.channel = channel;
    }

    @Override
    public @Nullable ByteBuffer open() throws IOException {
        if (end == 0) {
            unwrap();
            count();
        }
        if (ended && end == 0) {
            return null;
        }
        ByteBuffer opened = ByteBuffer.wrap(plain, 0, end);
        end = 0;
        return opened;
    }

    /** No peer has reason to send many records that say nothing, and each of them is work. */
    private void count() throws HandshakeException {
        if (end == 0 && !ended) {
            empty++;
            if (empty > MOST_EMPTY) {
                throw new HandshakeException(empty + " TLS records without payload");
            }
        }
        payload += end;
        if (payload >= TAKES_BACK) {
            payload = 0;
            empty = 0;
        }
    }

    /** Takes one record, waiting for it where need be; it may be one without payload. */
    void unwrap() throws IOException {
        boolean taken = false;
        while (!taken && !ended) {
            SSLEngineResult.Status status = unwrapOnce();
            switch (status) {
                case OK -> taken = true;
                case BUFFER_UNDERFLOW -> readMore();
                case BUFFER_OVERFLOW ->
                    plain = Arrays.copyOf(
                            plain,
                            Math.max(2 * plain.length, end + engine.getSession().getApplicationBufferSize() / 4));
                case CLOSED -> ended = true;
            }
        }
    }

    private SSLEngineResult.Status unwrapOnce() throws IOException {
        ByteBuffer source = ByteBuffer.wrap(sealed, sealedFrom, sealedEnd - sealedFrom);
        ByteBuffer target = ByteBuffer.wrap(plain, end, plain.length - end);
        try {
            SSLEngineResult result = engine.unwrap(source, target);
            sealedFrom += result.bytesConsumed();
            end += result.bytesProduced();
            return result.getStatus();
        } catch (SSLException refused) {
            throw new HandshakeException("a TLS record is refused: " + refused.getMessage(), refused);
        }
    }

    private void readMore() throws IOException {
        if (sealedFrom > 0) {
            System.arraycopy(sealed, sealedFrom, sealed, 0, sealedEnd - sealedFrom);
            sealedEnd -= sealedFrom;
            sealedFrom = 0;
        }
        if (sealedEnd == sealed.length) {
            if (sealed.length > 2 * engine.getSession().getPacketBufferSize()) {
                throw new HandshakeException("a TLS record is longer than one may be");
            }
            sealed = Arrays.copyOf(sealed, 2 * sealed.length);
        }
        int read = channel.read(sealed, sealedEnd, sealed.length - sealedEnd);
        if (read > 0) {
            sealedEnd += read;
        } else if (sealedEnd > 0) {
            throw new HandshakeException("the connection broke off within a TLS record");
        } else {
            ended = true;
        }
    }

    /** Whether the other end has left. */
    boolean hasEnded() {
        return ended;
    }
}
