package ai.rios.projections.views;

/** A walk over entries of a map. Confined to one thread; holds resources until it is closed. */
public interface ViewCursor extends AutoCloseable {
    /** Moves to the next entry; false when there is none. */
    boolean next();

    /** Key of the current entry. */
    byte[] key();

    /** Value of the current entry. */
    byte[] value();

    @Override
    void close();
}
