package ai.rios.libp2p.autonat;

import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;

/** The message of a dial-back in version 2, which is the number of a request. Stateless. */
final class Nonce {
    /** Bytes of a message that is read, at most. */
    static final int LONGEST = 1_024;

    /** The answer, which says no more than that the number came. */
    static final byte[] TAKEN = new byte[0];

    private Nonce() {}

    static byte[] encode(long nonce) {
        return new ProtoWriter().fixed64(1, nonce).toBytes();
    }

    /**
     * Reads it; 0 where none is said.
     *
     * @throws ai.rios.libp2p.MalformedException when it is no message
     */
    static long decode(byte[] message) {
        long nonce = 0;
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            if (in.field() == 1) {
                nonce = in.fixed64();
            }
        }
        return nonce;
    }
}
