package ai.rios.projections.views;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.ids.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A digest of one partition's views as they were at a cut of the log, taken while folds go on: two generations that hold the
 * same have the same digest, wherever each has got to since.
 *
 * <p>History entries carry offsets, so what came after the cut is left out; a deployment that has changed since is folded
 * again from its history, any other is compared as the view has it. What is about to expire is left out too, for the two may
 * differ in when they remove it. Not thread-safe; memory does not grow with the partition.
 */
public final class ViewDigest {
    private static final String GONE = "gone";

    private final ViewReads views;
    private final ViewCodecs codecs;
    private final Cut cut;
    private final Limits limits;
    private final MessageDigest digest;
    private long entries;

    /**
     * What is left out.
     *
     * @param deletedBeforeMs histories of deployments that were deleted before, epoch milliseconds
     * @param submittedBeforeMs operations that were submitted before, epoch milliseconds
     * @param skippedTenants tenants whose views stand still in the one to compare with
     */
    public record Limits(long deletedBeforeMs, long submittedBeforeMs, Set<String> skippedTenants) {
        public Limits {
            skippedTenants = Set.copyOf(skippedTenants);
        }
    }

    /**
     * A digest with what went into it.
     *
     * @param hex SHA-256
     * @param entries events, deployments and operations
     */
    public record Taken(String hex, long entries) {}

    private ViewDigest(ViewReads views, ViewCodecs codecs, Cut cut, Limits limits) {
        this.views = views;
        this.codecs = codecs;
        this.cut = cut;
        this.limits = limits;
        this.digest = Sha256.digest();
    }

    /** Takes the digest; every fold before the cut must be done. */
    public static Taken take(ViewReads views, ViewCodecs codecs, Cut cut, Limits limits) {
        ViewDigest taking = new ViewDigest(views, codecs, cut, limits);
        taking.deployments();
        taking.strays();
        taking.operations();
        return new Taken(HexFormat.of().formatHex(taking.digest.digest()), taking.entries);
    }

    private void deployments() {
        History history = null;
        try (ViewCursor events = views.scan(new byte[] {ViewKey.HISTORY}, new byte[] {ViewKey.HISTORY + 1})) {
            while (events.next()) {
                byte[] owner = Arrays.copyOf(events.key(), events.key().length - Long.BYTES);
                if (history == null || !Arrays.equals(history.owner, owner)) {
                    add(history);
                    history = new History(owner);
                }
                history.take(events.value());
            }
        }
        add(history);
    }

    private void add(@Nullable History history) {
        if (history == null || history.deployment == null || history.isIncomplete) {
            return;
        }
        Deployment deployment = history.deployment;
        boolean isGone = deployment.status() == DeploymentStatus.DELETED;
        if (limits.skippedTenants().contains(deployment.tenant())
                || (isGone && deployment.updatedAt().toEpochMilli() < limits.deletedBeforeMs())) {
            return;
        }
        entries += history.events + 1;
        digest.update(history.eventsDigest.digest());
        String folded = isGone ? GONE : deployment.toString();
        add(history.hasLater ? folded : shown(deployment, folded));
    }

    /**
     * The deployment as the view has it; as it was folded, where it has changed since the scan of the history began, for a
     * look-up sees later folds than a scan does.
     */
    private String shown(Deployment deployment, String folded) {
        String tenant = deployment.tenant();
        byte[] stored = views.get(ViewKey.deployment(tenant, deployment.id()));
        String shown = stored == null
                ? GONE
                : codecs.deployment().decode().apply(stored).toString();
        if (shown.equals(folded)) {
            return shown;
        }
        byte[] next = ViewKey.history(tenant, deployment.id())
                .number(deployment.revision() + 1)
                .bytes();
        return views.get(next) == null ? shown : folded;
    }

    /** Deployments that the view shows without a history: there must be none in either. */
    private void strays() {
        try (ViewCursor deployments =
                views.scan(new byte[] {ViewKey.DEPLOYMENT}, new byte[] {ViewKey.DEPLOYMENT + 1})) {
            while (deployments.next()) {
                Deployment deployment = codecs.deployment().decode().apply(deployments.value());
                byte[] first = ViewKey.history(deployment.tenant(), deployment.id())
                        .number(1)
                        .bytes();
                if (views.get(first) == null && !limits.skippedTenants().contains(deployment.tenant())) {
                    add("stray " + deployment);
                }
            }
        }
    }

    private void operations() {
        try (ViewCursor operations = views.scan(new byte[] {ViewKey.OPERATION}, new byte[] {ViewKey.OPERATION + 1})) {
            while (operations.next()) {
                StoredOperation operation = StoredOperation.ofBytes(operations.value());
                boolean submitted = isWithin(operation.commandOffset(), cut.nextCommand());
                boolean decided = isWithin(operation.outcomeOffset(), cut.nextOutcome());
                if ((submitted || decided) && operation.submittedAtMs() >= limits.submittedBeforeMs()) {
                    entries++;
                    digest.update(operations.key());
                    add(operation.requestId() + " " + operation.command() + " " + operation.submittedAtMs());
                    byte[] outcome = operation.outcome();
                    if (decided && outcome != null) {
                        digest.update(outcome);
                    }
                }
            }
        }
    }

    private static boolean isWithin(long offset, long end) {
        return offset != StoredOperation.UNSEEN && offset < end;
    }

    private void add(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest fresh(MessageDigest like) {
        try {
            return MessageDigest.getInstance(like.getAlgorithm());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("it was there before", e);
        }
    }

    /** Events of one deployment up to the cut. */
    private final class History {
        private final byte[] owner;
        private final MessageDigest eventsDigest = fresh(digest);
        private @Nullable Deployment deployment;
        private long events;
        private boolean hasLater;
        private boolean isIncomplete;

        History(byte[] owner) {
            this.owner = owner;
        }

        void take(byte[] kept) {
            if (DeploymentReads.offsetOf(kept) >= cut.nextEvent()) {
                hasLater = true;
                return;
            }
            DeploymentEvent event = codecs.event().decode().apply(Arrays.copyOfRange(kept, Long.BYTES, kept.length));
            if (deployment == null && event.revision() != 1) {
                isIncomplete = true; // is being removed
                return;
            }
            deployment = deployment == null ? Deployment.first(event) : deployment.after(event);
            eventsDigest.update(ByteBuffer.wrap(kept));
            events++;
        }
    }
}
