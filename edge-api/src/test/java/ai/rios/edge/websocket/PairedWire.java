package ai.rios.edge.websocket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection's bytes in memory. The test plays the peer; it may stop taking what is written. */
final class PairedWire implements Wire {
    private static final byte[] END = {};
    private static final int LIMIT_SECONDS = 10;

    private final LinkedBlockingQueue<byte[]> toServer = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<byte[]> toPeer = new LinkedBlockingQueue<>();
    private final Semaphore taking = new Semaphore(0);
    private volatile boolean stalled;
    private volatile boolean aborted;

    /** The peer sends. */
    void send(byte[] bytes) {
        toServer.add(bytes);
    }

    /** The peer closes its end. */
    void end() {
        toServer.add(END);
    }

    /** The peer takes nothing more, until {@link #resume}. */
    void stall() {
        stalled = true;
    }

    void resume() {
        stalled = false;
        taking.release(1_000);
    }

    boolean aborted() {
        return aborted;
    }

    /** The next bytes the server wrote, in one write. */
    byte[] written() throws InterruptedException {
        byte[] bytes = toPeer.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (bytes == null) {
            throw new IllegalStateException("the server wrote nothing");
        }
        return bytes;
    }

    /** All that has been written and not taken yet, a write an element. */
    List<byte[]> writtenSoFar() {
        List<byte[]> writes = new ArrayList<>();
        toPeer.drainTo(writes);
        return writes;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        try {
            byte[] bytes = toServer.take();
            if (aborted) {
                throw new IOException("aborted");
            }
            return bytes.length == 0 ? null : bytes.clone();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Override
    public void write(byte[] data) throws IOException {
        try {
            if (stalled) {
                taking.acquire();
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
        if (aborted) {
            throw new IOException("aborted");
        }
        toPeer.add(data);
    }

    @Override
    public void abort() {
        aborted = true;
        toServer.add(END);
        taking.release(1_000);
    }
}
