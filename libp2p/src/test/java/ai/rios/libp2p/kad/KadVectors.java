package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Cid;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Multihash;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** Values that tests share: the content and the peer of the specifications' examples, and peers from numbers. */
final class KadVectors {
    static final String TEXT = "rios:expert:expert_001";
    static final Cid CONTENT = Cid.ofText(TEXT);
    static final String HASH = "1220f3416681c434c5647da161377fe5d1d7d32182b260798e9c291edc591dc2ec08";
    static final String PEER = "0024080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";
    static final PeerId SPEC_PEER = PeerId.decode(bytes(PEER));

    private KadVectors() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** A peer whose id is that of no key, but looks like one. */
    static PeerId peer(long number) {
        byte[] key = new byte[36];
        ByteBuffer.wrap(key).putInt(0x08011220).putLong(number);
        return new PeerId(Multihash.identity(key));
    }

    static List<Multiaddr> at(String... addresses) {
        return List.of(addresses).stream().map(Multiaddr::parse).toList();
    }
}
