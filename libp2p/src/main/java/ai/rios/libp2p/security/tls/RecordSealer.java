package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.security.SealingOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * Encrypts record by record. Where the engine has something of its own to say, such as an answer to new keys, that goes
 * first. Confined to the writing thread.
 */
final class RecordSealer implements SealingOutput.Sealer {
    /** Payload of a full record: what the JDK puts into one, which is a little less than the 16 KiB of RFC 8446. */
    static final int FULL = 16 * 1024 - 32;

    /** What records add, and as many of the engine's own beside those with payload as its peer may ask for. */
    private static final int SPARE = 64 * RecordOpener.MOST_EMPTY;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final SSLEngine engine;

    RecordSealer(SSLEngine engine) {
        this.engine = engine;
    }

    /** The engine wants room for its longest record before each, the last of them too, however short that will be. */
    @Override
    public int room(int length) {
        return length + engine.getSession().getPacketBufferSize() + SPARE;
    }

    @Override
    public int seal(byte[] source, int offset, int length, byte[] target, int at) throws IOException {
        ByteBuffer plain = ByteBuffer.wrap(source, offset, length);
        ByteBuffer sealed = ByteBuffer.wrap(target, at, target.length - at);
        while (plain.hasRemaining()) {
            wrap(plain, sealed);
        }
        return sealed.position() - at;
    }

    /** Adds what the handshake has to say next. */
    void wrapHandshake(ByteBuffer sealed) throws IOException {
        wrap(NOTHING.duplicate(), sealed);
    }

    private void wrap(ByteBuffer plain, ByteBuffer sealed) throws IOException {
        try {
            SSLEngineResult result = engine.wrap(plain, sealed);
            switch (result.getStatus()) {
                case OK -> {
                    // The last word of a server's handshake may be none.
                    if (result.bytesConsumed() == 0
                            && result.bytesProduced() == 0
                            && result.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.FINISHED) {
                        throw new HandshakeException("TLS waits for something: " + result);
                    }
                }
                case CLOSED -> throw new IOException("the TLS connection is closed");
                case BUFFER_OVERFLOW, BUFFER_UNDERFLOW ->
                    throw new HandshakeException("TLS has more to say than there is room for: " + result);
            }
        } catch (SSLException fault) {
            throw new HandshakeException("TLS goes on no further: " + fault.getMessage(), fault);
        }
    }
}
