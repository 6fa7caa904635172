package ai.rios.libp2p.host;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.io.Frames;
import ai.rios.libp2p.muxer.MuxedStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A muxed stream whose protocol is agreed on, or proposed. */
final class HostStream implements Stream {
    private final Connection connection;
    private final String protocol;
    private final Direction direction;
    private final MuxedStream muxed;

    /** The muxed stream itself, or with a proposal before it. */
    private final Duplex duplex;

    /** Runs at every end that this end makes; the first run counts. */
    private final Runnable onEnd;

    private final AtomicBoolean ended = new AtomicBoolean();

    HostStream(
            Connection connection,
            String protocol,
            Direction direction,
            MuxedStream muxed,
            Duplex duplex,
            Runnable onEnd) {
        this.onEnd = onEnd;
        this.connection = connection;
        this.protocol = protocol;
        this.direction = direction;
        this.muxed = muxed;
        this.duplex = duplex;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public InputStream input() {
        return duplex.input();
    }

    @Override
    public OutputStream output() {
        return duplex.output();
    }

    @Override
    public byte[] readFrame(int longest) throws IOException {
        return Frames.read(input(), longest);
    }

    @Override
    public void writeFrame(byte[] message) throws IOException {
        Frames.write(output(), message);
        output().flush();
    }

    @Override
    public void closeWrite() throws IOException {
        if (!duplex.equals(muxed) && ended.compareAndSet(false, true)) {
            // A proposal that has waited for company goes before the end.
            duplex.output().flush();
        }
        muxed.closeWrite();
    }

    @Override
    public void reset(long code) {
        muxed.reset(code);
        onEnd.run();
    }

    @Override
    public void close() {
        muxed.close();
        onEnd.run();
    }

    @Override
    public void deadline(Duration fromNow) {
        muxed.deadline(fromNow);
    }

    @Override
    public void noDeadline() {
        muxed.noDeadline();
    }
}
