package ai.rios.commands.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The consumer group: who owns which partition, since when, and up to where is decided. Confined to the world's thread. */
final class Group {
    private final int partitions;
    private final SplittableRandom random;
    private final List<String> members = new ArrayList<>();
    private final NavigableMap<Integer, String> owners = new TreeMap<>();
    private final NavigableMap<Integer, Long> committed = new TreeMap<>();
    private int generation;

    Group(int partitions, SplittableRandom random) {
        this.partitions = partitions;
        this.random = random;
    }

    int generation() {
        return generation;
    }

    boolean has(String member) {
        return members.contains(member);
    }

    boolean owns(String member, int partition) {
        return member.equals(owners.get(partition));
    }

    void join(String member) {
        members.add(member);
        rebalance();
    }

    /** A static member that comes back: it has its partitions again at once, and what went by its name before is out. */
    void replace(String before, String member) {
        if (members.remove(before)) {
            members.add(member);
            owners.replaceAll((partition, owner) -> owner.equals(before) ? member : owner);
        } else {
            join(member);
        }
    }

    void leave(String member) {
        if (members.remove(member)) {
            rebalance();
        }
    }

    /** Drops the members that are not among those. */
    void keepOnly(List<String> alive) {
        if (members.retainAll(alive)) {
            rebalance();
        }
    }

    void rebalance() {
        generation++;
        owners.clear();
        for (int partition = 0; partition < partitions && !members.isEmpty(); partition++) {
            owners.put(partition, members.get(random.nextInt(members.size())));
        }
    }

    void commit(NavigableMap<Integer, Long> offsets) {
        committed.putAll(offsets);
    }

    /** Where to go on, or null when nobody knows. */
    @Nullable Long committed(int partition) {
        return committed.get(partition);
    }

    void forgetOffsets() {
        committed.clear();
    }
}
