package ai.rios.edge.websocket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one connection's queue to its wire, up to 64 frames in one write: under load that saves most system calls, and
 * when the peer is slow only this thread waits for it. Runs on a virtual thread of its own until the close frame is out
 * or the wire fails.
 */
final class ConnectionWriter implements Runnable {
    private static final System.Logger LOGGER = System.getLogger(ConnectionWriter.class.getName());
    private static final int BATCH_MESSAGES = 64;
    private static final int BATCH_BYTES = 64 * 1024;

    private final OutboundQueue queue;
    private final OutboundEncoder encoder;
    private final Wire wire;
    private final Liveness liveness;
    private final MonotonicClock clock;

    ConnectionWriter(OutboundQueue queue, OutboundEncoder encoder, Wire wire, Liveness liveness, MonotonicClock clock) {
        this.queue = queue;
        this.encoder = encoder;
        this.wire = wire;
        this.liveness = liveness;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            OutboundQueue.Batch batch = queue.take(BATCH_MESSAGES, BATCH_BYTES);
            while (batch != null) {
                write(batch);
                batch = queue.take(BATCH_MESSAGES, BATCH_BYTES);
            }
        } catch (IOException failure) {
            LOGGER.log(Level.TRACE, "peer is gone", failure);
            queue.end();
            wire.abort();
        } catch (InterruptedException _) {
            queue.end();
            wire.abort();
            Thread.currentThread().interrupt();
        } finally {
            encoder.release();
        }
    }

    private void write(OutboundQueue.Batch batch) throws IOException {
        List<byte[]> frames = new ArrayList<>(batch.control());
        for (OutboundMessage message : batch.messages()) {
            frames.add(encoder.encode(message));
        }
        frames.addAll(batch.closing());
        liveness.writing(clock.nanos());
        wire.write(frames.size() == 1 ? frames.getFirst() : join(frames));
        liveness.written();
    }

    private static byte[] join(List<byte[]> frames) {
        int length = 0;
        for (byte[] frame : frames) {
            length += frame.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, joined, at, frame.length);
            at += frame.length;
        }
        return joined;
    }
}
