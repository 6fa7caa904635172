package ai.rios.edge.websocket;

import org.jspecify.annotations.Nullable;

/**
 * Puts frames together to messages: the order of fragments, control frames in between, the limit on the reassembled
 * and decompressed size, UTF-8 checked byte by byte as it comes.
 *
 * <p>Confined to the thread that reads the connection.
 */
final class MessageAssembler implements FrameSink {
    private static final byte[] NOTHING = {};

    private final MessageSink sink;
    private final int limitBytes;
    private final @Nullable MessageInflater inflater;
    private final MessageBuffer message;
    private final Utf8Validator utf8 = new Utf8Validator();

    private @Nullable Opcode messageOpcode;
    private boolean compressed;
    private Opcode frameOpcode = Opcode.CONTINUATION;
    private boolean frameFin;
    private byte[] control = NOTHING;
    private int controlBytes;

    /**
     * @param limitBytes largest message, reassembled and decompressed
     * @param inflater null when no compression was agreed
     */
    MessageAssembler(MessageSink sink, int limitBytes, @Nullable MessageInflater inflater) {
        this.sink = sink;
        this.limitBytes = limitBytes;
        this.inflater = inflater;
        this.message = new MessageBuffer(limitBytes);
    }

    @Override
    public void frameStarted(FrameHeader header) throws ProtocolViolation {
        frameOpcode = header.opcode();
        frameFin = header.fin();
        if (frameOpcode.isControl()) {
            control = new byte[(int) header.payloadBytes()];
            controlBytes = 0;
            return;
        }
        if (frameOpcode == Opcode.CONTINUATION) {
            if (messageOpcode == null) {
                throw ProtocolViolation.of("a continuation of nothing");
            }
        } else {
            if (messageOpcode != null) {
                throw ProtocolViolation.of("a new message inside another");
            }
            messageOpcode = frameOpcode;
            compressed = header.compressed();
            utf8.reset();
        }
        if (!compressed && header.payloadBytes() > limitBytes - message.length()) {
            throw ProtocolViolation.tooBig(limitBytes);
        }
    }

    @Override
    public void payload(byte[] data, int offset, int length) throws ProtocolViolation {
        if (frameOpcode.isControl()) {
            System.arraycopy(data, offset, control, controlBytes, length);
            controlBytes += length;
            return;
        }
        int before = message.length();
        if (compressed && inflater != null) {
            inflater.inflate(data, offset, length, message);
        } else {
            message.append(data, offset, length);
        }
        checkText(before);
    }

    @Override
    public boolean frameEnded() throws ProtocolViolation {
        if (frameOpcode.isControl()) {
            return controlEnded();
        }
        if (frameFin) {
            messageEnded();
        }
        return true;
    }

    /** Lets go of what is held outside the heap. */
    void release() {
        message.clear();
        if (inflater != null) {
            inflater.release();
        }
    }

    private boolean controlEnded() throws ProtocolViolation {
        switch (frameOpcode) {
            case CLOSE -> {
                sink.peerClosed(CloseReason.parse(control));
                return false;
            }
            case PING -> sink.ping(control);
            default -> sink.pong();
        }
        return true;
    }

    private void messageEnded() throws ProtocolViolation {
        if (compressed && inflater != null) {
            int before = message.length();
            inflater.finishMessage(message);
            checkText(before);
        }
        boolean text = messageOpcode == Opcode.TEXT;
        messageOpcode = null;
        if (text) {
            if (!utf8.isComplete()) {
                throw new ProtocolViolation(CloseReason.INVALID_PAYLOAD, "text that ends within a character");
            }
            sink.text(message.takeText());
        } else {
            sink.binary(message.takeBinary());
        }
    }

    private void checkText(int from) throws ProtocolViolation {
        if (messageOpcode == Opcode.TEXT && !utf8.accept(message.array(), from, message.length() - from)) {
            throw new ProtocolViolation(CloseReason.INVALID_PAYLOAD, "text that is not UTF-8");
        }
    }
}
