package ai.rios.projections.views;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.query.Filter;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the views of deployments of one partition. Safe for use beside the thread that folds; immutable itself. */
public final class DeploymentReads {
    /** Deployments that one page looks at, at most: a filter that matches little must not read a whole tenant at once. */
    static final int MAX_LOOKED_AT = 10_000;

    /** Stored bytes of one page, from its second entry on: one may be 100 KiB, and a page is in memory as a whole. */
    static final int MAX_PAGE_BYTES = 1 << 20;

    private final ViewReads store;
    private final ViewCodecs codecs;

    public DeploymentReads(ViewReads store, ViewCodecs codecs) {
        this.store = store;
        this.codecs = codecs;
    }

    /** How far the tenant's events are folded. Read it before the value it is to be told with. */
    public TenantState state(String tenant) {
        return TenantState.ofBytes(store.get(ViewKey.tenant(tenant)));
    }

    /** The deployment, unless it does not exist or is deleted. */
    public Optional<Deployment> find(String tenant, String id) {
        return Optional.ofNullable(store.get(ViewKey.deployment(tenant, id)))
                .map(codecs.deployment().decode());
    }

    /** Whether any event of the deployment is kept: it exists, or was deleted not long ago. */
    public boolean isKnown(String tenant, String id) {
        return store.get(ViewKey.history(tenant, id).number(1).bytes()) != null;
    }

    /**
     * The deployment as it was at a revision; empty when its history does not reach so far. Folds from the last state that was
     * kept before; from the start where there is none, as after folds of an older build.
     */
    public Optional<Deployment> findRevision(String tenant, String id, long revision) {
        if (revision < 1) {
            return Optional.empty();
        }
        ViewKey prefix = ViewKey.history(tenant, id);
        byte[] to = revision == Long.MAX_VALUE
                ? prefix.end()
                : ViewKey.history(tenant, id).number(revision + 1).bytes();
        long kept = revision - revision % EventFold.MILESTONE_EVERY;
        byte[] milestone = store.get(ViewKey.milestone(tenant, id).number(kept).bytes());
        byte[] from = milestone == null
                ? prefix.bytes()
                : ViewKey.history(tenant, id).number(kept + 1).bytes();
        Deployment deployment =
                milestone == null ? null : codecs.deployment().decode().apply(milestone);
        try (ViewCursor events = store.scan(from, to)) {
            while (events.next()) {
                DeploymentEvent event = event(events.value());
                deployment = deployment == null ? Deployment.first(event) : deployment.after(event);
            }
        }
        return Optional.ofNullable(deployment).filter(found -> found.revision() == revision);
    }

    /** A page of a deployment's events in the order of their revisions. */
    public Listed<DeploymentEvent> history(String tenant, String id, HistoryQuery query) {
        ViewKey prefix = ViewKey.history(tenant, id);
        byte[] all = prefix.bytes();
        byte[] end = prefix.end();
        List<DeploymentEvent> found = new ArrayList<>();
        boolean more = false;
        try (ViewCursor events = store.scan(
                        prefix.number(Math.min(query.afterRevision(), Long.MAX_VALUE - 1) + 1)
                                .bytes(),
                        end);
                ViewCursor counted = query.count() ? store.scan(all, end) : null) {
            int bytes = 0;
            while (!more && events.next()) {
                byte[] event = events.value();
                bytes += event.length;
                more = isFull(found, query.limit(), bytes);
                if (!more) {
                    found.add(event(event));
                }
            }
            Long total = counted == null ? null : Listed.count(counted, _ -> true);
            return new Listed<>(found, more ? Long.toString(found.getLast().revision()) : null, total);
        }
    }

    /** A page. The scans are opened before anything is looked at, so that page and total are of one moment. */
    public Listed<Deployment> list(String tenant, ListQuery query) {
        ViewKey prefix = ViewKey.of(ViewKey.DEPLOYMENT).text(tenant);
        byte[] from = query.afterId() == null ? prefix.bytes() : following(ViewKey.deployment(tenant, query.afterId()));
        try (ViewCursor page = store.scan(from, prefix.end());
                ViewCursor all = query.count() ? store.scan(prefix.bytes(), prefix.end()) : null) {
            Long total = all == null ? null : Listed.count(all, deployment -> counts(deployment, query.filter()));
            return page(page, query, total);
        }
    }

    private Listed<Deployment> page(ViewCursor deployments, ListQuery query, @Nullable Long total) {
        List<Deployment> items = new ArrayList<>();
        String last = null;
        int bytes = 0;
        for (int lookedAt = 0; deployments.next(); lookedAt++) {
            if (lookedAt == MAX_LOOKED_AT) {
                return new Listed<>(items, last, total);
            }
            byte[] stored = deployments.value();
            Deployment deployment = codecs.deployment().decode().apply(stored);
            if (query.filter().matches(deployment)) {
                bytes += stored.length;
                if (isFull(items, query.limit(), bytes)) {
                    return new Listed<>(items, items.getLast().id(), total);
                }
                items.add(deployment);
            }
            last = deployment.id();
        }
        return new Listed<>(items, null, total);
    }

    /** Whether the page ends before the entry whose bytes are counted last. */
    private static boolean isFull(List<?> page, int limit, int bytes) {
        return page.size() == limit || (!page.isEmpty() && bytes > MAX_PAGE_BYTES);
    }

    private boolean counts(byte[] deployment, Filter filter) {
        return filter.terms().isEmpty()
                || filter.matches(codecs.deployment().decode().apply(deployment));
    }

    private DeploymentEvent event(byte[] kept) {
        return codecs.event().decode().apply(Arrays.copyOfRange(kept, Long.BYTES, kept.length));
    }

    /** Offset in the log of an event that the history keeps. */
    static long offsetOf(byte[] kept) {
        return ByteBuffer.wrap(kept).getLong();
    }

    private static byte[] following(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
