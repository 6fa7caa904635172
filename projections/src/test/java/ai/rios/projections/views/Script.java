package ai.rios.projections.views;

import ai.rios.projections.streams.WireCodecs;
import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a handler would have written: events with their sequences and revisions, commands and outcomes, one second
 * apart from {@link #START}. Not thread-safe.
 */
public final class Script {
    /** Time of the first event. */
    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    /** Topics with four partitions. */
    public static final TopicCatalogue TOPICS = TopicCatalogue.of("test.", 4);

    /** Codecs of all messages of a script. */
    public static final ViewCodecs CODECS = WireCodecs.of(TOPICS, new InMemorySchemaIds());

    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Deployment> deployments = new HashMap<>();
    private long seconds;

    /** A deployment's id out of a short name; in the order of the names. */
    public static String id(String name) {
        return "deploy_" + "0".repeat(26 - name.length()) + name;
    }

    /** Time passes. */
    public Script later(long moreSeconds) {
        seconds += moreSeconds;
        return this;
    }

    /** The time of the next event. */
    public Instant now() {
        return START.plusSeconds(seconds);
    }

    /** As {@link #created}, with an environment of so many characters. */
    public DeploymentEvent createdLarge(String tenant, String name, int characters) {
        DeploymentSpec spec = DeploymentSpec.of(name, "img/" + name);
        return event(
                tenant,
                name,
                new Change.Created(new DeploymentSpec(
                        spec.name(),
                        spec.image(),
                        spec.cpu(),
                        spec.memoryMib(),
                        Map.of("LARGE", "x".repeat(characters)),
                        spec.labels(),
                        spec.region(),
                        spec.replicas(),
                        spec.desired())),
                DeploymentStatus.PENDING);
    }

    public DeploymentEvent created(String tenant, String name) {
        return event(
                tenant, name, new Change.Created(DeploymentSpec.of(name, "img/" + name)), DeploymentStatus.PENDING);
    }

    public DeploymentEvent moved(String tenant, String name, DeploymentStatus to) {
        Deployment before = standing(tenant, name);
        return event(tenant, name, new Change.StatusChanged(before.status(), to, null, before.generation()), to);
    }

    public DeploymentEvent deleted(String tenant, String name) {
        Deployment before = standing(tenant, name);
        return event(tenant, name, new Change.Deleted(before.status(), null), DeploymentStatus.DELETED);
    }

    /** The deployment as the script has it. */
    public Deployment standing(String tenant, String name) {
        Deployment found = deployments.get(tenant + "/" + name);
        if (found == null) {
            throw new IllegalStateException("no " + name);
        }
        return found;
    }

    /** The tenant's sequence. */
    public long sequence(String tenant) {
        return sequences.getOrDefault(tenant, 0L);
    }

    private DeploymentEvent event(String tenant, String name, Change change, DeploymentStatus status) {
        Deployment before = deployments.get(tenant + "/" + name);
        long sequence = sequences.merge(tenant, 1L, Long::sum);
        DeploymentEvent event = new DeploymentEvent(
                "evt_" + sequence,
                tenant,
                id(name),
                before == null ? 1 : before.revision() + 1,
                sequence,
                now(),
                new DeploymentEvent.Cause(
                        "op_" + tenant + sequence, "req_" + sequence, "ann", change.type(), null, null),
                null,
                status,
                1,
                change);
        seconds++;
        deployments.put(tenant + "/" + name, before == null ? Deployment.first(event) : before.after(event));
        return event;
    }

    /** A command with its operation. */
    public DeploymentCommand command(String tenant, String operation, String requestId) {
        return new DeploymentCommand(
                operation,
                requestId,
                tenant,
                "ann",
                now(),
                false,
                null,
                new Request.Delete(id("x"), new Precondition.Exists()));
    }

    /** An outcome that says the command was done. */
    public Outcome outcome(String tenant, String operation, String requestId, Instant decided) {
        return new Outcome(
                operation,
                requestId,
                tenant,
                "ann",
                "create",
                decided,
                sequence(tenant),
                false,
                null,
                new Outcome.Done(Outcome.Effect.CREATED, id("x"), 1, null));
    }

    /** An event as a record of its topic. */
    public static EventRecord record(DeploymentEvent event, long offset) {
        return new EventRecord(
                event.tenant(),
                offset,
                event.time().toEpochMilli(),
                CODECS.event().encode().apply(event));
    }

    /** A record that nobody can read. */
    public static EventRecord unreadable(String tenant, long offset) {
        return new EventRecord(tenant, offset, START.toEpochMilli(), new byte[] {9, 9, 9});
    }

    /** Keeps what it is told. */
    public static final class ToldSnapshots implements SnapshotSink {
        private final List<String> told = new ArrayList<>();

        @Override
        public void accept(EventRecord event, String id, byte @Nullable [] deployment) {
            told.add(
                    deployment == null
                            ? id + " gone"
                            : id + " "
                                    + CODECS.deployment()
                                            .decode()
                                            .apply(deployment)
                                            .revision());
        }

        public List<String> told() {
            return told;
        }
    }
}
