package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.io.TokenBucket;
import ai.rios.libp2p.muxer.ErrorCodes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reading thread: takes frames apart and hands them to their streams. It waits for the channel only; payload is read in
 * pieces as long as what has come, so that no frame's length allocates anything.
 */
final class SessionReader implements Runnable {
    private static final int LARGEST_PIECE = 16 * 1024;
    private static final int FIRST_PIECE = 1024;
    private static final int TOKENS_A_PAYLOAD = 2;

    private final YamuxSession session;
    private final YamuxStream.Surroundings around;
    private final InputStream channel;
    private final StreamTable.Maker inbound;
    private final byte[] head = new byte[FrameHeader.BYTES];
    private final TokenBucket control;
    private final TokenBucket resets;
    private byte[] piece = new byte[FIRST_PIECE];

    /** To which something came of which their readers were not told. */
    private final Set<YamuxStream> untold = new LinkedHashSet<>();

    SessionReader(
            YamuxSession session, YamuxStream.Surroundings around, InputStream channel, StreamTable.Maker inbound) {
        this.session = session;
        this.around = around;
        this.channel = channel;
        this.inbound = inbound;
        YamuxLimits.Floods floods = around.limits().floods();
        long now = around.timers().nanoTime();
        this.control = new TokenBucket(floods.controlPerSecond(), Duration.ofSeconds(1), now);
        this.resets = new TokenBucket(floods.resetsIn10s(), Duration.ofSeconds(10), now);
    }

    @Override
    public void run() {
        try {
            boolean open = true;
            while (open) {
                atHand(head.length);
                int read = channel.readNBytes(head, 0, head.length);
                if (read < head.length) {
                    session.ended(read == 0 ? "the other end closed the connection" : "the connection broke off");
                    return;
                }
                around.keepAlive().heard();
                open = handle(FrameHeader.decode(head, 0));
            }
        } catch (YamuxViolation violation) {
            session.violated(violation);
        } catch (IOException failure) {
            session.lost(failure);
        } catch (RuntimeException | Error fault) {
            session.failed(fault);
            throw fault;
        }
    }

    private boolean handle(FrameHeader header) throws YamuxViolation, IOException {
        switch (header.type()) {
            case DATA, WINDOW_UPDATE -> handleStream(header);
            case PING -> handlePing(header);
            case GO_AWAY -> {
                session.goneAway(header.length());
                return false;
            }
        }
        return true;
    }

    private void handlePing(FrameHeader header) throws YamuxViolation {
        countControl();
        if (header.stream() != 0) {
            throw new YamuxViolation("ping on stream " + header.stream());
        }
        if (header.has(FrameHeader.SYN)) {
            around.outbound().pong(header.length());
        } else if (header.has(FrameHeader.ACK)) {
            around.keepAlive().answered(header.length());
        }
    }

    private void handleStream(FrameHeader header) throws YamuxViolation, IOException {
        if (header.stream() == 0) {
            throw new YamuxViolation("stream frame on stream 0");
        }
        YamuxStream stream = header.has(FrameHeader.SYN)
                ? admit(header.stream())
                : around.table().find(header.stream());
        count(header, stream);
        if (stream != null && header.has(FrameHeader.ACK)) {
            around.table().acknowledged(stream);
        }
        if (header.type() == FrameType.DATA) {
            readPayload(header, stream);
        }
        if (stream != null) {
            applyTo(stream, header);
            if (header.has(FrameHeader.SYN)) {
                around.table().arrived(stream);
            }
        }
    }

    private void applyTo(YamuxStream stream, FrameHeader header) throws YamuxViolation {
        boolean isData = header.type() == FrameType.DATA;
        if (header.has(FrameHeader.RST)) {
            if (!stream.isOurs() && !resets.take(around.timers().nanoTime())) {
                throw new YamuxViolation("flood of streams that are opened and reset");
            }
            stream.resetByPeer(isData ? 0 : header.length());
            return;
        }
        if (!isData && !stream.credit(header.length())) {
            throw new YamuxViolation("window of stream " + header.stream() + " beyond 32 bits");
        }
        if (header.has(FrameHeader.FIN)) {
            stream.finished();
        }
    }

    private @Nullable YamuxStream admit(long id) throws YamuxViolation {
        YamuxStream stream = around.table().admit(id, inbound);
        if (stream == null
                && !around.outbound()
                        .control(new FrameHeader(
                                FrameType.WINDOW_UPDATE, FrameHeader.RST, id, ErrorCodes.RESOURCE_LIMIT))) {
            throw new YamuxViolation("flood of streams beyond the limit");
        }
        return stream;
    }

    private void readPayload(FrameHeader header, @Nullable YamuxStream stream) throws YamuxViolation, IOException {
        long left = header.length();
        if (stream == null) {
            if (left > around.limits().floods().passedOverBytes()) {
                throw new YamuxViolation(left + " bytes for no stream");
            }
        } else if (!stream.admit(left)) {
            throw new YamuxViolation(left + " bytes beyond the window of stream " + header.stream());
        }
        if (left > piece.length && piece.length < LARGEST_PIECE) {
            piece = Arrays.copyOf(piece, (int) Math.min(left, LARGEST_PIECE));
        }
        while (left > 0) {
            byte[] bytes = next(left);
            around.keepAlive().heard();
            left -= bytes.length;
            if (stream != null) {
                stream.deliver(bytes);
                untold.add(stream);
            }
        }
    }

    /** Some of what comes, in an array of its own. */
    private byte[] next(long most) throws IOException {
        int here = atHand(1);
        if (here == 0) {
            return Arrays.copyOf(piece, read(piece, most));
        }
        byte[] bytes = new byte[(int) Math.min(most, here)];
        int read = read(bytes, most);
        return read == bytes.length ? bytes : Arrays.copyOf(bytes, read);
    }

    private int read(byte[] target, long most) throws IOException {
        int read = channel.read(target, 0, (int) Math.min(most, target.length));
        if (read < 0) {
            throw new IOException("the connection broke off within a frame");
        }
        return read;
    }

    /**
     * How many bytes need not be waited for. Where they are less than are needed next, readers are told first of what came for
     * them: once for much, since to wake one costs more than to copy what it gets.
     */
    private int atHand(int needed) throws IOException {
        int here = channel.available();
        if (here < needed && !untold.isEmpty()) {
            untold.forEach(YamuxStream::tellReader);
            untold.clear();
        }
        return here;
    }

    /** Frames that bring nothing to a stream are counted, and payload makes up for some. */
    private void count(FrameHeader header, @Nullable YamuxStream stream) throws YamuxViolation {
        boolean grows = header.type() == FrameType.WINDOW_UPDATE
                && stream != null
                && header.length() > 0
                && !header.has(FrameHeader.RST);
        if (header.type() == FrameType.DATA && header.length() > 0) {
            control.give(TOKENS_A_PAYLOAD);
        } else if (!grows) {
            countControl();
        }
    }

    private void countControl() throws YamuxViolation {
        if (!control.take(around.timers().nanoTime())) {
            throw new YamuxViolation("flood of frames without payload");
        }
    }
}
