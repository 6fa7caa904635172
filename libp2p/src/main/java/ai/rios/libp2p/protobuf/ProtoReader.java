package ai.rios.libp2p.protobuf;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Utf8;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads one message, field by field as they stand:
 *
 * <pre>{@code
 * ProtoReader in = new ProtoReader(bytes);
 * while (in.next()) {
 *     switch (in.field()) {
 *         case 1 -> id = in.bytes();
 *         case 2 -> seq = in.varint();
 *         default -> {} // unknown fields are passed over
 *     }
 * }
 * }</pre>
 *
 * Where a field that should stand once is repeated, the last one counts, as protobuf says. Nothing is allocated beyond the
 * message itself. All methods throw {@link MalformedException} for what is no message, or a field of another type than
 * asked for. Confined to the reading thread.
 */
public final class ProtoReader {
    private static final int LONGEST_VARINT = 10;
    private static final long MOST_FIELDS = (1 << 29) - 1;

    private final ByteBuffer in;
    private int field;
    private WireType type = WireType.VARINT;
    private long number;
    private ByteBuffer value = ByteBuffer.allocate(0);

    /** Begins with {@code message}, which must not change meanwhile. */
    public ProtoReader(byte[] message) {
        in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; false when there is none. */
    public boolean next() {
        if (!in.hasRemaining()) {
            return false;
        }
        long key = raw();
        long tag = key >>> 3;
        if (tag < 1 || tag > MOST_FIELDS) {
            throw new MalformedException("a message has a field of number " + Long.toUnsignedString(tag));
        }
        field = (int) tag;
        switch ((int) (key & 7)) {
            case 0 -> {
                type = WireType.VARINT;
                number = raw();
            }
            case 1 -> {
                type = WireType.FIXED64;
                number = need(Long.BYTES).getLong();
            }
            case 2 -> {
                type = WireType.LENGTH;
                long length = raw();
                if (length < 0 || length > in.remaining()) {
                    throw new MalformedException("field " + field + " is longer than its message");
                }
                value = in.slice(in.position(), (int) length);
                in.position(in.position() + (int) length);
            }
            case 5 -> {
                type = WireType.FIXED32;
                number = need(Integer.BYTES).getInt();
            }
            default -> throw new MalformedException("field " + field + " is of a wire type that is not in use");
        }
        return true;
    }

    /** The number of the field that {@link #next()} went to. */
    public int field() {
        return field;
    }

    /** The field's number, enum or truth; as unsigned where it says so. */
    public long varint() {
        expect(WireType.VARINT);
        return number;
    }

    /** The field's eight bytes, the least significant first. */
    public long fixed64() {
        expect(WireType.FIXED64);
        return number;
    }

    /** The field's bytes, or message; a copy. */
    public byte[] bytes() {
        expect(WireType.LENGTH);
        byte[] bytes = new byte[value.remaining()];
        value.get(value.position(), bytes);
        return bytes;
    }

    /** The field's text. */
    public String text() {
        return Utf8.decode(bytes());
    }

    private void expect(WireType asked) {
        if (type != asked) {
            throw new MalformedException("field " + field + " is " + type + " and should be " + asked);
        }
    }

    private ByteBuffer need(int bytes) {
        if (in.remaining() < bytes) {
            throw new MalformedException("a message ends within field " + field);
        }
        return in;
    }

    /** Protobuf's own varint: up to ten bytes, not always the shortest. */
    private long raw() {
        long read = 0;
        for (int count = 0; count < LONGEST_VARINT; count++) {
            if (!in.hasRemaining()) {
                throw new MalformedException("a message ends within a number");
            }
            byte next = in.get();
            if (count == LONGEST_VARINT - 1 && (next & 0xfe) != 0) {
                break;
            }
            read |= (long) (next & 0x7f) << (7 * count);
            if (next >= 0) {
                return read;
            }
        }
        throw new MalformedException("a number in a message has more than 64 bits");
    }
}
