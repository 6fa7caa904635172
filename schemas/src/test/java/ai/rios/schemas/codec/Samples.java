package ai.rios.schemas.codec;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentCommand;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Refusal;
import ai.rios.schemas.deployment.Request;
import ai.rios.schemas.deployment.SpecChanges;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One message of every kind, with every field set somewhere, by a name that golden files carry. Never changed, only added to. */
final class Samples {
    static final Instant TIME = Instant.parse("2026-01-31T12:34:56.789Z");
    static final String ID = "deploy_01kg9v3fzn000000000000000a";

    static final DeploymentSpec SPEC = new DeploymentSpec(
            "web",
            "registry.example.org/shop/web:1.2.3",
            4,
            2_048,
            Map.of("LOG_LEVEL", "info", "GREETING", "grüß dich"),
            Map.of("team", "shop", "tier", "front"),
            "eu-west",
            3,
            DesiredState.RUNNING);

    static final Deployment DEPLOYMENT = new Deployment(
            ID,
            "acme",
            SPEC,
            DeploymentStatus.FAILED,
            "out of memory",
            true,
            7,
            3,
            2,
            41,
            2,
            TIME,
            TIME.plusSeconds(60));

    private Samples() {}

    /** Every message of the system by kind and name. */
    static <T> Map<String, T> of(MessageCodec<T> codec) {
        Map<String, ?> samples;
        if (codec.equals(Codecs.COMMAND)) {
            samples = commands();
        } else if (codec.equals(Codecs.EVENT)) {
            samples = events();
        } else if (codec.equals(Codecs.OUTCOME)) {
            samples = outcomes();
        } else {
            samples = deployments();
        }
        @SuppressWarnings("unchecked") // each branch holds what its codec writes
        Map<String, T> typed = (Map<String, T>) samples;
        return typed;
    }

    static Map<String, Deployment> deployments() {
        Map<String, Deployment> samples = new LinkedHashMap<>();
        samples.put("full", DEPLOYMENT);
        samples.put(
                "bare",
                new Deployment(
                        ID,
                        "acme",
                        DeploymentSpec.of("web", "nginx"),
                        DeploymentStatus.PENDING,
                        null,
                        false,
                        1,
                        1,
                        0,
                        1,
                        0,
                        TIME,
                        TIME));
        return samples;
    }

    static Map<String, DeploymentCommand> commands() {
        Map<String, DeploymentCommand> samples = new LinkedHashMap<>();
        for (Map.Entry<String, Request> request : requests().entrySet()) {
            samples.put(
                    request.getKey(),
                    new DeploymentCommand(
                            "op_01kg9v3fzn000000000000000b",
                            "req-17",
                            "acme",
                            "alice",
                            TIME,
                            request.getKey().equals("update"),
                            request.getKey().equals("create")
                                    ? new DeploymentCommand.Idempotency("key-1", "alice POST /v1/deployments", "ab12")
                                    : null,
                            request.getValue()));
        }
        return samples;
    }

    private static Map<String, Request> requests() {
        Map<String, Request> samples = new LinkedHashMap<>();
        samples.put("create", new Request.Create(SPEC, true));
        samples.put("update", new Request.Update(ID, new Precondition.Revisions(Set.of(6L, 7L)), SPEC));
        samples.put("patch", new Request.Patch(ID, new Precondition.None(), changes()));
        samples.put("patch_nothing", new Request.Patch(ID, new Precondition.Exists(), SpecChanges.NONE));
        samples.put("delete", new Request.Delete(ID, new Precondition.Exists()));
        samples.put("report_status", new Request.ReportStatus(ID, "failed", 2L, "out of memory"));
        samples.put("report_status_bare", new Request.ReportStatus(ID, "running", null, null));
        samples.put("batch", new Request.Batch(true, batchItems()));
        samples.put("delete_timed_out", new Request.DeleteTimedOut(ID, 7));
        samples.put("retry_failed", new Request.RetryFailed(ID, 8));
        return samples;
    }

    private static SpecChanges changes() {
        Map<String, @Nullable String> env = new TreeMap<>();
        env.put("LOG_LEVEL", "debug");
        env.put("GREETING", null);
        Map<String, @Nullable String> labels = new TreeMap<>();
        labels.put("tier", null);
        return new SpecChanges(
                "web2", "nginx:1", 8, 4_096, env, labels, "us-east", 5, DesiredState.STOPPED, Set.of("region", "cpu"));
    }

    private static List<Request.BatchItem> batchItems() {
        return List.of(
                new Request.BatchItem("a", "cd34", new Request.Create(SPEC, false)),
                new Request.BatchItem(null, "", new Request.Get(ID)),
                new Request.BatchItem("u", "", new Request.Update(ID, new Precondition.None(), SPEC)),
                new Request.BatchItem(
                        "p", "", new Request.Patch(ID, new Precondition.Revisions(Set.of(0L)), SpecChanges.NONE)),
                new Request.BatchItem("d", "", new Request.Delete(ID, new Precondition.Exists())),
                new Request.BatchItem("m", "", new Request.Malformed(refusal())));
    }

    static Map<String, DeploymentEvent> events() {
        Map<String, DeploymentEvent> samples = new LinkedHashMap<>();
        samples.put("created", event(1, DeploymentStatus.PENDING, new Change.Created(SPEC)));
        samples.put(
                "spec_changed",
                event(2, DeploymentStatus.PENDING, new Change.SpecChanged(SPEC, List.of("env.LOG_LEVEL", "image"))));
        samples.put(
                "status_changed",
                event(
                        3,
                        DeploymentStatus.FAILED,
                        new Change.StatusChanged(
                                DeploymentStatus.RUNNING, DeploymentStatus.FAILED, "out of memory", 2)));
        samples.put(
                "deletion_requested",
                event(4, DeploymentStatus.STOPPING, new Change.DeletionRequested(DeploymentStatus.RUNNING)));
        samples.put(
                "deleted",
                event(5, DeploymentStatus.DELETED, new Change.Deleted(DeploymentStatus.STOPPING, "stopped in time")));
        return samples;
    }

    private static DeploymentEvent event(long revision, DeploymentStatus status, Change change) {
        boolean first = revision == 1;
        return new DeploymentEvent(
                "evt_01kg9v3fzn000000000000000c",
                "acme",
                ID,
                revision,
                40 + revision,
                TIME,
                new DeploymentEvent.Cause(
                        "op_01kg9v3fzn000000000000000b",
                        "req-17",
                        "alice",
                        "create",
                        first ? "key-1" : null,
                        first ? "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" : null),
                first ? new DeploymentEvent.BatchPosition("op_01kg9v3fzn000000000000000b", 0, 2) : null,
                status,
                3,
                change);
    }

    static Map<String, Outcome> outcomes() {
        Map<String, Outcome> samples = new LinkedHashMap<>();
        for (Outcome.Effect effect : Outcome.Effect.values()) {
            Deployment shown = effect == Outcome.Effect.DELETED ? null : DEPLOYMENT;
            samples.put(
                    effect.name().toLowerCase(java.util.Locale.ROOT), outcome(new Outcome.Done(effect, ID, 7, shown)));
        }
        samples.put("refused", outcome(new Outcome.Refused(refusal(), ID, List.of())));
        samples.put("refused_batch", outcome(new Outcome.Refused(refusal(), null, itemOutcomes())));
        samples.put("batch", outcome(new Outcome.BatchDone(itemOutcomes())));
        return samples;
    }

    private static List<Outcome.Item> itemOutcomes() {
        return List.of(
                new Outcome.Item("a", true, new Outcome.Done(Outcome.Effect.CREATED, ID, 1, DEPLOYMENT)),
                new Outcome.Item(null, false, new Outcome.Refused(refusal(), ID, List.of())),
                new Outcome.Item("n", false, new Outcome.NotApplied()));
    }

    private static Outcome outcome(Outcome.Result result) {
        return new Outcome(
                "op_01kg9v3fzn000000000000000b",
                "req-17",
                "acme",
                "alice",
                "create",
                TIME,
                41,
                true,
                "op_01kg9v3fzn000000000000000a",
                result);
    }

    private static Refusal refusal() {
        return new Refusal(
                ErrorCode.REVISION_MISMATCH,
                "the deployment has another revision",
                List.of(new Refusal.Violation("resources.cpu", "must be between 1 and 64")),
                7L,
                List.of("image", "replicas"));
    }
}
