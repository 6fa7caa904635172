package ai.rios.projections.views;

/** Reads and writes of an ordered map of bytes. Confined to the thread that owns the partition. */
public interface ViewWrites extends ViewReads {
    /** Sets a value. The map owns both arrays from here. */
    void put(byte[] key, byte[] value);

    /** Removes a key; does nothing when it is absent. */
    void delete(byte[] key);
}
