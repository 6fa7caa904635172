package ai.rios.schemas.ids;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Ids that follow from a record's place in the log: the same on every replay of the record, never made twice by two records, and
 * in creation order to the millisecond and by index within a record. Immutable.
 *
 * <pre>
 * bits  what
 * 48    log-append time of the record, ms since 1970
 * 8     index of the item or event that the record leads to
 * 72    the first bits of SHA-256(cluster id, topic id, partition, offset, index)
 * </pre>
 */
public final class DerivedIds {
    /** Items, and events, of one record at most. */
    public static final int MAX_INDEX = 255;

    private static final int HASHED_BYTES = 9;

    private final byte[] log;

    /**
     * Ids of records of one topic.
     *
     * @param clusterId as Kafka names the cluster
     * @param topicId as Kafka prints the topic's id; a topic made again under the same name has another
     */
    public DerivedIds(String clusterId, String topicId) {
        byte[] cluster = clusterId.getBytes(StandardCharsets.UTF_8);
        byte[] topic = topicId.getBytes(StandardCharsets.UTF_8);
        // Lengths first, so that no two pairs give the same bytes.
        this.log = ByteBuffer.allocate(2 * Integer.BYTES + cluster.length + topic.length)
                .putInt(cluster.length)
                .put(cluster)
                .putInt(topic.length)
                .put(topic)
                .array();
    }

    /**
     * The id of the thing that a record makes.
     *
     * @param prefix such as {@link Ids#DEPLOYMENT}
     * @param appendMs the record's log-append time, ms since 1970, 0 or more
     * @param index of the item or event, 0 to {@value #MAX_INDEX}
     */
    public String id(String prefix, int partition, long offset, long appendMs, int index) {
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("an index is 0 to " + MAX_INDEX + ", not " + index);
        }
        if (appendMs < 0 || appendMs >>> 48 != 0) {
            throw new IllegalArgumentException("log-append time " + appendMs + " does not fit 48 bits");
        }
        byte[] bits = ByteBuffer.allocate(Long.BYTES + HASHED_BYTES)
                .putLong((appendMs << 8) | index)
                .put(hash(partition, offset, index), 0, HASHED_BYTES)
                .array();
        // The first of the long's eight bytes is the one that 48 + 8 bits leave empty.
        return Ids.of(prefix, Arrays.copyOfRange(bits, 1, 1 + Ids.BYTES));
    }

    private byte[] hash(int partition, long offset, int index) {
        ByteBuffer place = ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES)
                .putInt(partition)
                .putLong(offset)
                .putInt(index)
                .flip();
        MessageDigest sha256 = Sha256.digest();
        sha256.update(log);
        sha256.update(place);
        return sha256.digest();
    }
}
