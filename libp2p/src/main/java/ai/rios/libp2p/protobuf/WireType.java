package ai.rios.libp2p.protobuf;

/** How long a field is. Groups (3 and 4) are not in use any more, and are refused. */
enum WireType {
    VARINT(0),
    FIXED64(1),
    LENGTH(2),
    FIXED32(5);

    private final int code;

    WireType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
