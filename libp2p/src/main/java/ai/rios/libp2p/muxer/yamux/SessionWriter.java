package ai.rios.libp2p.muxer.yamux;

import java.io.IOException;
import java.io.OutputStream;

/** The writing thread: as many frames as there are, or fit, in one write. A slow channel makes it wait, and it alone. */
final class SessionWriter implements Runnable {
    private final YamuxSession session;
    private final Outbound outbound;
    private final OutputStream channel;
    private final FrameBatch batch = new FrameBatch();

    SessionWriter(YamuxSession session, Outbound outbound, OutputStream channel) {
        this.session = session;
        this.outbound = outbound;
        this.channel = channel;
    }

    @Override
    public void run() {
        try {
            while (outbound.await()) {
                batch.clear();
                outbound.fill(batch);
                if (batch.length() > 0) {
                    channel.write(batch.bytes(), 0, batch.length());
                    channel.flush();
                }
            }
        } catch (IOException failure) {
            session.notWritten(failure);
        } catch (InterruptedException interrupted) {
            session.notWritten(interrupted);
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error fault) {
            // Nothing can be sent any more, not even why.
            session.lost(fault);
            throw fault;
        } finally {
            session.written();
        }
    }
}
