package ai.rios.projections.views;

import org.jspecify.annotations.Nullable;

/** Reads of an ordered map of bytes; keys are compared as unsigned bytes. Arrays handed out belong to the caller. */
public interface ViewReads {
    /** The value under a key; null when there is none. */
    byte @Nullable [] get(byte[] key);

    /**
     * Entries in the order of their keys, as they were at one moment. The caller closes it.
     *
     * @param from first key, included
     * @param to end, left out
     */
    ViewCursor scan(byte[] from, byte[] to);
}
