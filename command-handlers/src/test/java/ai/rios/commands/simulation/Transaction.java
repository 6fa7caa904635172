package ai.rios.commands.simulation;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A producer's transaction as its coordinator sees it. Confined to the world's thread. */
final class Transaction {
    /** Open, then decided, then known at every place it has touched. */
    enum Phase {
        OPEN,
        COMMITTING,
        ABORTING,
        COMMITTED,
        ABORTED
    }

    private final int number;
    private final long startedMs;

    /** Where a marker is still to be written. */
    private final NavigableSet<Place> places = new TreeSet<>();

    /** Offsets that the group takes over once the coordinator has told it. */
    private final NavigableMap<Integer, Long> offsets = new TreeMap<>();

    private Phase phase = Phase.OPEN;

    Transaction(int number, long startedMs) {
        this.number = number;
        this.startedMs = startedMs;
    }

    long startedMs() {
        return startedMs;
    }

    NavigableSet<Place> places() {
        return places;
    }

    NavigableMap<Integer, Long> offsets() {
        return offsets;
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** Whether it is decided and every marker is written. */
    boolean isOver() {
        return phase == Phase.COMMITTED || phase == Phase.ABORTED;
    }

    /** Whether its records count; told of decided transactions only where their marker is read. */
    boolean isCommitted() {
        return phase == Phase.COMMITTING || phase == Phase.COMMITTED;
    }

    void decide(boolean commit) {
        phase = commit ? Phase.COMMITTING : Phase.ABORTING;
        finishIfTold();
    }

    /** Called when a marker was written or the group was told. */
    void finishIfTold() {
        if (places.isEmpty() && offsets.isEmpty()) {
            phase = phase == Phase.COMMITTING ? Phase.COMMITTED : Phase.ABORTED;
        }
    }

    @Override
    public String toString() {
        return "transaction " + number;
    }
}
