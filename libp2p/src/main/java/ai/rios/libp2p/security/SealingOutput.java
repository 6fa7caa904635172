package ai.rios.libp2p.security;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Collects what is written into records of one size, and several records into one write. Small writes wait for each other
 * until {@link #flush()}. Buffers grow with what is written, so a channel that says little holds little. Confined to the
 * writing thread.
 */
public final class SealingOutput extends OutputStream {
    private static final int RECORDS_A_WRITE = 4;
    private static final int FIRST_BYTES = 256;

    /** Makes records out of bytes. Confined to the writing thread. */
    public interface Sealer {
        /** How much room the record of so many bytes needs; more than it takes, where it cannot be said before. */
        int room(int length);

        /**
         * Seals {@code length} bytes, which are one record's at most, into {@code target} from {@code at} on, where there is
         * room for them.
         *
         * @return how many bytes it took there
         */
        int seal(byte[] source, int offset, int length, byte[] target, int at) throws IOException;
    }

    private final OutputStream channel;
    private final Sealer sealer;
    private final int full;
    private byte[] waiting = new byte[FIRST_BYTES];
    private int waitingBytes;
    private byte[] sealed = new byte[FIRST_BYTES];
    private int sealedBytes;

    /**
     * Nothing is sent yet.
     *
     * @param full bytes in a full record
     */
    public SealingOutput(OutputStream channel, Sealer sealer, int full) {
        this.channel = channel;
        this.sealer = sealer;
        this.full = full;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        int from = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, full - waitingBytes);
            if (taken == full) {
                seal(source, from, taken);
            } else {
                keep(source, from, taken);
            }
            from += taken;
            left -= taken;
        }
    }

    private void keep(byte[] source, int offset, int length) throws IOException {
        if (waiting.length - waitingBytes < length) {
            int wanted = Math.max(2 * waiting.length, waitingBytes + length);
            waiting = Arrays.copyOf(waiting, Math.min(full, wanted));
        }
        System.arraycopy(source, offset, waiting, waitingBytes, length);
        waitingBytes += length;
        if (waitingBytes == full) {
            sealWaiting();
        }
    }

    private void sealWaiting() throws IOException {
        seal(waiting, 0, waitingBytes);
        waitingBytes = 0;
    }

    private void seal(byte[] source, int offset, int length) throws IOException {
        int most = sealer.room(length);
        int bound = RECORDS_A_WRITE * sealer.room(full);
        if (bound - sealedBytes < most) {
            send();
        }
        if (sealed.length - sealedBytes < most) {
            int wanted = Math.max(2 * sealed.length, sealedBytes + most);
            sealed = Arrays.copyOf(sealed, Math.min(bound, wanted));
        }
        sealedBytes += sealer.seal(source, offset, length, sealed, sealedBytes);
    }

    private void send() throws IOException {
        channel.write(sealed, 0, sealedBytes);
        sealedBytes = 0;
    }

    @Override
    public void flush() throws IOException {
        if (waitingBytes > 0) {
            sealWaiting();
        }
        if (sealedBytes > 0) {
            send();
        }
        channel.flush();
    }
}
