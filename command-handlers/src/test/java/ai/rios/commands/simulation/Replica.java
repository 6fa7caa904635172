package ai.rios.commands.simulation;

import ai.rios.commands.simulation.PartitionLog.Entry;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** A partition's state on an instance's disk, and how much of the changelog it is. Confined to the world's thread. */
final class Replica {
    private final NavigableMap<Bytes, byte[]> contents = new TreeMap<>();
    private long position;

    NavigableMap<Bytes, byte[]> contents() {
        return contents;
    }

    long position() {
        return position;
    }

    void moveTo(long offset) {
        position = offset;
    }

    /** Takes over what is committed, up to an offset and a number of records. */
    void follow(PartitionLog changelog, long to, int records) {
        for (int i = 0; i < records; i++) {
            Entry entry = changelog.next(position);
            if (entry == null || entry.offset() >= to) {
                position = Math.max(position, Math.min(to, changelog.stableEnd()));
                return;
            }
            apply(entry.message());
            position = entry.offset() + 1;
        }
    }

    private void apply(Message change) {
        if (change.value() instanceof byte[] value) {
            contents.put((Bytes) change.key(), value);
        } else {
            contents.remove((Bytes) change.key());
        }
    }
}
