package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.ManualTimers;
import ai.rios.libp2p.io.PairedDuplex;
import ai.rios.libp2p.resources.ResourceScope;
import java.io.IOException;
import java.util.HexFormat;

/** The other end of a session, which says whatever the test wants, and reads frame by frame. */
final class RawPeer implements AutoCloseable {
    static final int SYN = FrameHeader.SYN;
    static final int ACK = FrameHeader.ACK;
    static final int FIN = FrameHeader.FIN;
    static final int RST = FrameHeader.RST;

    final ManualTimers timers = new ManualTimers();
    final YamuxSession session;
    final PairedDuplex wire;
    final PairedDuplex theirs;

    /** A session whose writer is stuck when so many bytes are not read. */
    RawPeer(Direction direction, YamuxLimits limits, int capacity) {
        this(direction, limits, capacity, ResourceScope.unbounded());
    }

    /** The same, which holds no more than {@code memory} allows. */
    RawPeer(Direction direction, YamuxLimits limits, int capacity, ResourceScope memory) {
        PairedDuplex.Pair pair = PairedDuplex.pair(1 << 20, capacity);
        wire = pair.dialer();
        theirs = pair.listener();
        session = YamuxSession.start(theirs, direction, limits, timers, memory);
    }

    /** A session that was dialed, whose first ping has been read. */
    static RawPeer dialed(YamuxLimits limits) throws IOException {
        return greeted(new RawPeer(Direction.INBOUND, limits, 1 << 20));
    }

    static RawPeer dialed(ResourceScope memory) throws IOException {
        return greeted(new RawPeer(Direction.INBOUND, YamuxLimits.DEFAULTS, 1 << 20, memory));
    }

    static RawPeer dialed() throws IOException {
        return dialed(YamuxLimits.DEFAULTS);
    }

    /** A session that dialed, whose first ping has been read. */
    static RawPeer dialing(YamuxLimits limits) throws IOException {
        return greeted(new RawPeer(Direction.OUTBOUND, limits, 1 << 20));
    }

    static RawPeer dialing() throws IOException {
        return dialing(YamuxLimits.DEFAULTS);
    }

    private static RawPeer greeted(RawPeer peer) throws IOException {
        String first = peer.next();
        if (!first.equals("PING SYN 0 1")) {
            throw new IllegalStateException("a session begins with a ping, not with " + first);
        }
        return peer;
    }

    void data(int flags, long stream, byte[] payload) throws IOException {
        byte[] bytes = new byte[FrameHeader.BYTES + payload.length];
        new FrameHeader(FrameType.DATA, flags, stream, payload.length).encode(bytes, 0);
        System.arraycopy(payload, 0, bytes, FrameHeader.BYTES, payload.length);
        raw(bytes);
    }

    void window(int flags, long stream, long delta) throws IOException {
        header(FrameType.WINDOW_UPDATE, flags, stream, delta);
    }

    void ping(int flags, long value) throws IOException {
        header(FrameType.PING, flags, 0, value);
    }

    void header(FrameType type, int flags, long stream, long length) throws IOException {
        byte[] bytes = new byte[FrameHeader.BYTES];
        new FrameHeader(type, flags, stream, length).encode(bytes, 0);
        raw(bytes);
    }

    void hex(String hex) throws IOException {
        raw(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    void raw(byte[] bytes) throws IOException {
        wire.output().write(bytes);
    }

    /** The next frame that the session wrote: {@code TYPE FLAGS stream length}, or {@code END}. Payload is read too. */
    String next() throws IOException {
        byte[] head = wire.input().readNBytes(FrameHeader.BYTES);
        if (head.length == 0) {
            return "END";
        }
        try {
            FrameHeader header = FrameHeader.decode(head, 0);
            if (header.type() == FrameType.DATA) {
                wire.input().readNBytes((int) header.length());
            }
            return describe(header);
        } catch (YamuxViolation violation) {
            throw new IOException(violation);
        }
    }

    private static String describe(FrameHeader header) {
        StringBuilder text = new StringBuilder(header.type().name());
        String[] names = {"SYN", "ACK", "FIN", "RST"};
        for (int bit = 0; bit < names.length; bit++) {
            if (header.has(1 << bit)) {
                text.append(' ').append(names[bit]);
            }
        }
        return text + " " + header.stream() + " " + header.length();
    }

    @Override
    public void close() {
        wire.close();
        session.close();
    }
}
