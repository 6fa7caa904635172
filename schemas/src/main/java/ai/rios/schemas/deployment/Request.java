package ai.rios.schemas.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command asks for. Shapes have been checked at the edge; values are judged by the decider. Immutable. */
public sealed interface Request {
    /** Name of this kind of request in messages and history, such as {@code report_status}. */
    String type();

    /** One that may be an item of a batch. */
    sealed interface BatchOperation extends Request permits Get, Create, Update, Patch, Delete, Malformed {}

    /** Reads a deployment; only as an item of a partial batch. */
    record Get(String id) implements BatchOperation {
        @Override
        public String type() {
            return "get";
        }
    }

    /**
     * Makes a deployment.
     *
     * @param onlyIfAbsent {@code If-None-Match: *}: a taken name is a failed precondition instead of a conflict
     */
    record Create(DeploymentSpec spec, boolean onlyIfAbsent) implements BatchOperation {
        @Override
        public String type() {
            return "create";
        }
    }

    /** Replaces a deployment's spec. */
    record Update(String id, Precondition precondition, DeploymentSpec spec) implements BatchOperation {
        @Override
        public String type() {
            return "update";
        }
    }

    /** Changes parts of a deployment's spec. */
    record Patch(String id, Precondition precondition, SpecChanges changes) implements BatchOperation {
        @Override
        public String type() {
            return "patch";
        }
    }

    /** Deletes a deployment, at once or by way of stopping it. */
    record Delete(String id, Precondition precondition) implements BatchOperation {
        @Override
        public String type() {
            return "delete";
        }
    }

    /** An item that the edge could not read; it is answered with its refusal and aborts an atomic batch. */
    record Malformed(Refusal refusal) implements BatchOperation {
        @Override
        public String type() {
            return "malformed";
        }
    }

    /**
     * What runs a deployment says how it is.
     *
     * @param status wire name as reported; the decider accepts {@code starting}, {@code running}, {@code failed},
     *     {@code stopped}
     * @param observedGeneration the generation the report is about; null the current one
     */
    record ReportStatus(
            String id,
            String status,
            @Nullable Long observedGeneration,
            @Nullable String reason) implements Request {
        @Override
        public String type() {
            return "report_status";
        }
    }

    /** Several operations in one decision; 1 to 100 items. */
    record Batch(boolean atomic, List<BatchItem> items) implements Request {
        public Batch {
            items = List.copyOf(items);
        }

        @Override
        public String type() {
            return "batch";
        }
    }

    /**
     * One item of a batch.
     *
     * @param itemId the client's name for it, unique in the batch
     * @param fingerprint hex SHA-256 of the item's canonical form; empty when the batch has no idempotency key
     */
    record BatchItem(@Nullable String itemId, String fingerprint, BatchOperation operation) {}

    /** A worker did not report in time that a deployment has stopped. Void when the revision has moved. */
    record DeleteTimedOut(String id, long revision) implements Request {
        @Override
        public String type() {
            return "delete_timed_out";
        }
    }

    /** The back-off of a failed deployment is over. Void when the revision has moved. */
    record RetryFailed(String id, long revision) implements Request {
        @Override
        public String type() {
            return "retry_failed";
        }
    }
}
