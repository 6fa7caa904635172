package ai.rios.projections.views;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes the view of every write. */
final class WatchedViews implements ViewWrites {
    private final ViewWrites inner;
    private final List<Character> order;

    WatchedViews(ViewWrites inner, List<Character> order) {
        this.inner = inner;
        this.order = order;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        return inner.get(key);
    }

    @Override
    public ViewCursor scan(byte[] from, byte[] to) {
        return inner.scan(from, to);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        order.add((char) key[0]);
        inner.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        order.add((char) key[0]);
        inner.delete(key);
    }
}
