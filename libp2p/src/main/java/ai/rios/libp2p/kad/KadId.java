package ai.rios.libp2p.kad;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multihash;
import java.nio.ByteBuffer;

/**
 * A place in the key space: the SHA-256 of a key, 256 bits, the most significant first. How far apart two of them are is
 * their exclusive or, which is such a number too. Ordered as unsigned numbers. Immutable.
 */
record KadId(long first, long second, long third, long fourth) implements Comparable<KadId> {
    /** How many bits it has. */
    static final int BITS = 256;

    /** The place of a key's bytes. */
    static KadId of(byte[] key) {
        ByteBuffer digest = ByteBuffer.wrap(Multihash.sha256(key).digest());
        return new KadId(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    /** The place of a peer: its id is the key. */
    static KadId of(PeerId peer) {
        return of(peer.toBytes());
    }

    /** How far away {@code other} is. */
    KadId distance(KadId other) {
        return new KadId(first ^ other.first, second ^ other.second, third ^ other.third, fourth ^ other.fourth);
    }

    /** How many bits both begin with, 0 to 256. */
    int sharedBits(KadId other) {
        KadId distance = distance(other);
        int shared = 0;
        for (long part : new long[] {distance.first, distance.second, distance.third, distance.fourth}) {
            shared += Long.numberOfLeadingZeros(part);
            if (part != 0) {
                return shared;
            }
        }
        return shared;
    }

    @Override
    public int compareTo(KadId other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(second, other.second);
        }
        if (order == 0) {
            order = Long.compareUnsigned(third, other.third);
        }
        return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return "%016x%016x%016x%016x".formatted(first, second, third, fourth);
    }
}
