package ai.rios.edge.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Why a connection ends: a close code and a text (RFC 6455, section 7.4). Codes 4000 to 4499 invite the client to
 * connect again, 4500 to 4999 tell it not to. Immutable.
 *
 * @param code a code of the RFC or of this product; 1005 and 1006 are never on the wire
 * @param text the machine's word for it first; cut to 123 bytes of UTF-8 when sent
 */
public record CloseReason(int code, String text) {
    /** Done, nothing wrong. */
    public static final int NORMAL = 1000;

    /** The server goes away; connect again now. */
    public static final int GOING_AWAY = 1001;

    /** The peer broke the framing rules. */
    public static final int PROTOCOL_ERROR = 1002;

    /** This endpoint does not take such data (binary, where only text is spoken). */
    public static final int UNSUPPORTED_DATA = 1003;

    /** Stands for a close frame without a code; never sent. */
    public static final int NO_CODE = 1005;

    /** Stands for a connection that ended without a close frame; never sent. */
    public static final int ABNORMAL = 1006;

    /** Text that is not UTF-8, or compressed data that is none. */
    public static final int INVALID_PAYLOAD = 1007;

    /** The reassembled, decompressed message is over the limit. */
    public static final int TOO_BIG = 1009;

    /** A fault of the server. */
    public static final int INTERNAL = 1011;

    /** There is too much to do; connect again after a while. */
    public static final int TRY_LATER = 1013;

    /** The connection has lived as long as one may (24 hours). */
    public static final int LIFETIME = 4001;

    /** The client went on sending over its rate. */
    public static final int RATE = 4008;

    /** The peer was silent for too long. */
    public static final int HEARTBEAT_LOST = 4010;

    private static final int MAX_TEXT_BYTES = 123;

    /** Whether a peer may send this code in a close frame. */
    static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1014 && code != 1004 && code != NO_CODE && code != ABNORMAL)
                || (code >= 3000 && code <= 4999);
    }

    /** The reason in a close frame's payload. */
    static CloseReason parse(byte[] payload) throws ProtocolViolation {
        if (payload.length == 0) {
            return new CloseReason(NO_CODE, "");
        }
        if (payload.length == 1) {
            throw ProtocolViolation.of("a close frame of one byte");
        }
        int code = Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
        if (!mayBeSent(code)) {
            throw ProtocolViolation.of("close code " + code + " may not be sent");
        }
        Utf8Validator validator = new Utf8Validator();
        if (!validator.accept(payload, 2, payload.length - 2) || !validator.isComplete()) {
            throw new ProtocolViolation(INVALID_PAYLOAD, "a close reason that is not UTF-8");
        }
        return new CloseReason(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    /** The payload of a close frame that says this; empty for the codes that are never sent. */
    byte[] payload() {
        if (!mayBeSent(code)) {
            return new byte[0];
        }
        byte[] reason = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(reason.length, MAX_TEXT_BYTES);
        while (length < reason.length && length > 0 && (reason[length] & 0xC0) == 0x80) {
            length--; // never cut a character in two
        }
        return ByteBuffer.allocate(2 + length)
                .putShort((short) code)
                .put(Arrays.copyOf(reason, length))
                .array();
    }
}
