package ai.rios.libp2p.relay;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.util.Optional;

/** A peer in a message. Its addresses are not written, and passed over: nobody is dialed because a message says so. */
final class PeerField {
    private PeerField() {}

    static byte[] encode(PeerId peer) {
        return new ProtoWriter().bytes(1, peer.toBytes()).toBytes();
    }

    static PeerId decode(byte[] message) {
        Optional<PeerId> peer = Optional.empty();
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            if (in.field() == 1) {
                peer = Optional.of(PeerId.decode(in.bytes()));
            }
        }
        return peer.orElseThrow(() -> new MalformedException("a peer in a relay message has no id"));
    }
}
