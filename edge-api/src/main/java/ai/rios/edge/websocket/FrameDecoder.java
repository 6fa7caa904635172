package ai.rios.edge.websocket;

/**
 * Finds a client's frames in a stream of bytes cut anywhere, checks their heads and hands on payloads as they come. No
 * sockets, no waiting, no buffer but for the head:
 *
 * <pre>
 *  byte 0   FIN RSV1 RSV2 RSV3 opcode(4)
 *  byte 1   MASK length(7); 126: two more bytes of length, 127: eight more
 *  then     four bytes of masking key, payload
 * </pre>
 *
 * <p>After a violation, {@link #seekClose()} goes on at the next frame's head and looks for nothing but the peer's
 * close frame, so that the close handshake can still end well.
 *
 * <p>Confined to the thread that reads the connection.
 */
final class FrameDecoder {
    private static final int MAX_HEAD_BYTES = 14;
    private static final int MAX_CONTROL_BYTES = 125;

    private final FrameSink sink;
    private final boolean compression;
    private final byte[] head = new byte[MAX_HEAD_BYTES];
    private int headBytes;
    private int position;
    private boolean inPayload;
    private boolean onlyClose;
    private int opcodeBits;
    private long payloadBytes;
    private long payloadTaken;
    private int maskingKey;

    /** @param compression whether the first reserved bit has been agreed to mean "deflated" */
    FrameDecoder(FrameSink sink, boolean compression) {
        this.sink = sink;
        this.compression = compression;
    }

    /**
     * Takes the next bytes and unmasks them where they are.
     *
     * @return false when the peer's close frame is among them; what follows it has no meaning
     * @throws ProtocolViolation at the first bad byte; {@link #position()} then says where to go on
     */
    boolean decode(byte[] data, int offset, int length) throws ProtocolViolation {
        position = offset;
        int end = offset + length;
        while (position < end) {
            if (!inPayload && !readHead(data, end)) {
                return true;
            }
            readPayload(data, end);
            if (payloadTaken == payloadBytes) {
                inPayload = false;
                if (onlyClose ? opcodeBits == Opcode.CLOSE.code() : !sink.frameEnded()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The index after the last byte taken of the array last given. */
    int position() {
        return position;
    }

    /**
     * From here on only a close frame counts; nothing is checked or handed on any more.
     *
     * @return false when the frame that was refused was the close frame, whole: nothing comes after it
     */
    boolean seekClose() {
        onlyClose = true;
        if (payloadBytes < 0) {
            payloadBytes = Long.MAX_VALUE;
        }
        return inPayload || opcodeBits != Opcode.CLOSE.code();
    }

    private boolean readHead(byte[] data, int end) throws ProtocolViolation {
        while (headBytes < headLength()) {
            if (position == end) {
                return false;
            }
            head[headBytes++] = data[position++];
        }
        boolean masked = (head[1] & 0x80) != 0;
        int lengthBits = head[1] & 0x7F;
        int keyAt = headLength() - (masked ? Integer.BYTES : 0);
        opcodeBits = head[0] & 0x0F;
        payloadBytes = lengthBits < 126 ? lengthBits : bigEndian(2, keyAt);
        maskingKey = masked ? (int) bigEndian(keyAt, keyAt + Integer.BYTES) : 0;
        payloadTaken = 0;
        headBytes = 0;
        inPayload = true;
        if (!onlyClose) {
            sink.frameStarted(check(masked, lengthBits));
        } else if (payloadBytes < 0) {
            payloadBytes = Long.MAX_VALUE;
        }
        return true;
    }

    private int headLength() {
        if (headBytes < 2) {
            return 2;
        }
        int lengthBits = head[1] & 0x7F;
        int extended = lengthBits == 126 ? Short.BYTES : lengthBits == 127 ? Long.BYTES : 0;
        return 2 + extended + ((head[1] & 0x80) != 0 ? Integer.BYTES : 0);
    }

    private long bigEndian(int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << Byte.SIZE | (head[i] & 0xFF);
        }
        return value;
    }

    private FrameHeader check(boolean masked, int lengthBits) throws ProtocolViolation {
        boolean fin = (head[0] & 0x80) != 0;
        boolean deflated = (head[0] & 0x40) != 0;
        Opcode opcode = Opcode.of(opcodeBits);
        if (opcode == null) {
            throw ProtocolViolation.of("reserved opcode " + opcodeBits);
        }
        if ((head[0] & 0x30) != 0
                || (deflated && (!compression || opcode.isControl() || opcode == Opcode.CONTINUATION))) {
            throw ProtocolViolation.of("reserved bits set on " + opcode);
        }
        if (!masked) {
            throw ProtocolViolation.of("an unmasked frame");
        }
        if (payloadBytes < 0
                || (lengthBits == 126 && payloadBytes < 126)
                || (lengthBits == 127 && payloadBytes <= 0xFFFF)) {
            throw ProtocolViolation.of("a length not in its shortest form");
        }
        if (opcode.isControl() && (!fin || payloadBytes > MAX_CONTROL_BYTES)) {
            throw ProtocolViolation.of("a control frame that is fragmented or over 125 bytes");
        }
        return new FrameHeader(fin, deflated, opcode, payloadBytes);
    }

    private void readPayload(byte[] data, int end) throws ProtocolViolation {
        int length = (int) Math.min(end - position, payloadBytes - payloadTaken);
        if (length == 0) {
            return;
        }
        int from = position;
        position += length;
        long before = payloadTaken;
        payloadTaken += length;
        if (!onlyClose) {
            Masking.apply(data, from, length, maskingKey, before);
            sink.payload(data, from, length);
        }
    }
}
