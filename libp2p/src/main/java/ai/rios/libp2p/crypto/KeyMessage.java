package ai.rios.libp2p.crypto;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.protobuf.ProtoReader;
import java.util.Optional;

/**
 * A key as protobuf: public and private ones have the same shape. Not kept; the reader's own.
 *
 * @param data as it stands in the message
 */
@SuppressWarnings("ArrayRecordComponent")
record KeyMessage(KeyType type, byte[] data) {
    static KeyMessage read(byte[] bytes) {
        ProtoReader in = new ProtoReader(bytes);
        Optional<KeyType> type = Optional.empty();
        Optional<byte[]> data = Optional.empty();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = Optional.of(KeyType.ofCode(in.varint()));
                case 2 -> data = Optional.of(in.bytes());
                default -> throw new MalformedException("a key has no field " + in.field());
            }
        }
        if (type.isEmpty() || data.isEmpty()) {
            throw new MalformedException("a key has a type and data");
        }
        return new KeyMessage(type.get(), data.get());
    }
}
