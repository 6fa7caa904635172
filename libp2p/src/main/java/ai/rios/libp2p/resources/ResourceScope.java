package ai.rios.libp2p.resources;

import ai.rios.libp2p.resources.ResourceLimits.Limit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A counter of bytes and streams with a limit, within others: what is reserved here is reserved in those above too, or
 * nowhere. Whoever reserves gives back exactly that. Thread-safe; the lock of one is taken before those of the ones above.
 */
public final class ResourceScope {
    private final Limit limit;
    private final Limit ofStream;
    private final @Nullable ResourceScope above;
    private final Runnable onEmpty;

    // Guarded by this.
    private @Nullable ResourceScope beside;
    private long bytes;
    private int streams;

    private ResourceScope(Limit limit, Limit ofStream, @Nullable ResourceScope above, Runnable onEmpty) {
        this.limit = limit;
        this.ofStream = ofStream;
        this.above = above;
        this.onEmpty = onEmpty;
    }

    /**
     * A counter within no other.
     *
     * @param ofStream the limit of each stream in it
     */
    static ResourceScope outermost(Limit limit, Limit ofStream) {
        return new ResourceScope(limit, ofStream, null, () -> {});
    }

    /** One that counts and never refuses. */
    public static ResourceScope unbounded() {
        return outermost(ResourceLimits.NONE.system(), ResourceLimits.NONE.stream());
    }

    /** A counter within this one. */
    ResourceScope within(Limit inner, Runnable whenEmpty) {
        return new ResourceScope(inner, ofStream, this, whenEmpty);
    }

    /** Whether so much more may be held; then {@link #release} follows. */
    public boolean reserve(long moreBytes) {
        return reserve(moreBytes, 0);
    }

    /** Gives back what was reserved. */
    public void release(long lessBytes) {
        release(lessBytes, 0);
    }

    /**
     * The counter of one more stream, which holds {@link ResourceLimits#STREAM_BYTES} until its {@link #closeStream}.
     *
     * @return empty where there is no room for it
     */
    public Optional<ResourceScope> openStream() {
        ResourceScope stream = within(ofStream, () -> {});
        return stream.reserve(ResourceLimits.STREAM_BYTES, 1) ? Optional.of(stream) : Optional.empty();
    }

    /** This counter's stream is no more; what else it holds is released apart. */
    public void closeStream() {
        release(ResourceLimits.STREAM_BYTES, 1);
    }

    /** This counter's connection is no more; what its streams hold is released by them. */
    public void closeConnection() {
        release(ResourceLimits.CONNECTION_BYTES);
    }

    private synchronized boolean reserve(long moreBytes, int moreStreams) {
        if (limit.bytes() - bytes < moreBytes || limit.streams() - streams < moreStreams) {
            return false;
        }
        if (above != null && !above.reserve(moreBytes, moreStreams)) {
            return false;
        }
        if (beside != null && !beside.reserve(moreBytes, moreStreams)) {
            if (above != null) {
                above.release(moreBytes, moreStreams);
            }
            return false;
        }
        bytes += moreBytes;
        streams += moreStreams;
        return true;
    }

    private void release(long lessBytes, int lessStreams) {
        boolean empty;
        synchronized (this) {
            bytes -= lessBytes;
            streams -= lessStreams;
            empty = isEmpty();
            if (above != null) {
                above.release(lessBytes, lessStreams);
            }
            if (beside != null) {
                beside.release(lessBytes, lessStreams);
            }
        }
        if (empty) {
            onEmpty.run();
        }
    }

    /**
     * From now on this is counted in {@code other} too, with what it holds already; once at most.
     *
     * @return false, and nothing is changed, where that has no room
     */
    public synchronized boolean countIn(ResourceScope other) {
        if (beside != null || !other.reserve(bytes, streams)) {
            return false;
        }
        beside = other;
        return true;
    }

    /** Whether so much more would fit now; nothing is reserved. */
    public synchronized boolean hasRoom(long moreBytes) {
        return limit.bytes() - bytes >= moreBytes && (above == null || above.hasRoom(moreBytes));
    }

    /** Whether nothing is held. */
    public synchronized boolean isEmpty() {
        return bytes == 0 && streams == 0;
    }

    /** Bytes that are held. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Streams that are open. */
    public synchronized int streams() {
        return streams;
    }
}
