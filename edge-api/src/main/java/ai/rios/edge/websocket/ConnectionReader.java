package ai.rios.edge.websocket;

import org.jspecify.annotations.Nullable;

/** The reading half of a connection's protocol: bytes in, messages out. Confined to the reading thread. */
final class ConnectionReader {
    private final MessageAssembler assembler;
    private final FrameDecoder decoder;
    private boolean sawClose;

    ConnectionReader(MessageSink sink, int maxMessageBytes, @Nullable MessageInflater inflater) {
        this.assembler = new MessageAssembler(sink, maxMessageBytes, inflater);
        this.decoder = new FrameDecoder(assembler, inflater != null);
    }

    /** Takes the next bytes; false when the peer's close frame was among them. */
    boolean read(byte[] data) throws ProtocolViolation {
        return note(decoder.decode(data, 0, data.length));
    }

    /** After a violation: takes the rest of the same bytes, and from then on looks for a close frame only. */
    boolean seekClose(byte[] data) {
        release();
        if (!decoder.seekClose()) {
            return note(false);
        }
        int from = decoder.position();
        try {
            return note(decoder.decode(data, from, data.length - from));
        } catch (ProtocolViolation impossible) {
            throw new IllegalStateException("a decoder that only seeks the close frame checks nothing", impossible);
        }
    }

    /** Whether the peer has sent its close frame. */
    boolean sawClose() {
        return sawClose;
    }

    void release() {
        assembler.release();
    }

    private boolean note(boolean more) {
        sawClose |= !more;
        return more;
    }
}
