package ai.rios.commands.simulation;

import java.util.Comparator;

/** A partition of a topic. Ordered, so that maps of places are walked alike in every run. Immutable. */
record Place(Topic topic, int partition) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::topic).thenComparingInt(Place::partition);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
