package ai.rios.libp2p.protobuf;

import ai.rios.libp2p.multiformats.Utf8;
import java.io.ByteArrayOutputStream;

/**
 * Writes one message, field by field in the order of the calls. Every call writes its field, also one that is zero or
 * empty: leaving out is the caller's decision. Confined to the writing thread.
 */
public final class ProtoWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An empty message. */
    public ProtoWriter() {}

    /** A number, an enum or a truth; negative ones take ten bytes. */
    public ProtoWriter varint(int field, long value) {
        key(field, WireType.VARINT);
        raw(value);
        return this;
    }

    /** Eight bytes, the least significant first. */
    public ProtoWriter fixed64(int field, long value) {
        key(field, WireType.FIXED64);
        for (int at = 0; at < Long.BYTES; at++) {
            out.write((int) (value >>> (8 * at)));
        }
        return this;
    }

    /** Bytes, or a message. */
    public ProtoWriter bytes(int field, byte[] value) {
        key(field, WireType.LENGTH);
        raw(value.length);
        out.writeBytes(value);
        return this;
    }

    /** Text in UTF-8. */
    public ProtoWriter text(int field, String value) {
        return bytes(field, Utf8.encode(value));
    }

    /** The message. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    private void key(int field, WireType type) {
        raw(((long) field << 3) | type.code());
    }

    private void raw(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
