package ai.rios.schemas.codec;

import ai.rios.schemas.avro.Batch;
import ai.rios.schemas.avro.BatchItem;
import ai.rios.schemas.avro.BatchPosition;
import ai.rios.schemas.avro.Changes;
import ai.rios.schemas.avro.Create;
import ai.rios.schemas.avro.Created;
import ai.rios.schemas.avro.Delete;
import ai.rios.schemas.avro.DeleteTimedOut;
import ai.rios.schemas.avro.Deleted;
import ai.rios.schemas.avro.DeletionRequested;
import ai.rios.schemas.avro.Deployment;
import ai.rios.schemas.avro.DeploymentCommand;
import ai.rios.schemas.avro.DeploymentEvent;
import ai.rios.schemas.avro.Idempotency;
import ai.rios.schemas.avro.ItemOutcome;
import ai.rios.schemas.avro.Outcome;
import ai.rios.schemas.avro.Patch;
import ai.rios.schemas.avro.Refusal;
import ai.rios.schemas.avro.ReportStatus;
import ai.rios.schemas.avro.RetryFailed;
import ai.rios.schemas.avro.Spec;
import ai.rios.schemas.avro.SpecChanged;
import ai.rios.schemas.avro.StatusChanged;
import ai.rios.schemas.avro.Update;
import ai.rios.schemas.avro.Violation;
import java.util.List;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * The generated classes that Avro may make from bytes. Avro resolves a class by the name in a schema only if it is trusted, so
 * that a hostile schema cannot name any class on the class path; this is the one place that names ours.
 */
final class GeneratedClasses {
    static final List<Class<?>> ALL = List.of(
            Batch.class,
            BatchItem.class,
            BatchPosition.class,
            Changes.class,
            Create.class,
            Created.class,
            Delete.class,
            DeleteTimedOut.class,
            Deleted.class,
            DeletionRequested.class,
            Deployment.class,
            DeploymentCommand.class,
            DeploymentEvent.class,
            Idempotency.class,
            ItemOutcome.class,
            Outcome.class,
            Patch.class,
            Refusal.class,
            ReportStatus.class,
            RetryFailed.class,
            Spec.class,
            SpecChanged.class,
            StatusChanged.class,
            Update.class,
            Violation.class);

    static {
        ClassSecurityValidator.Builder ours = ClassSecurityValidator.builder();
        ALL.forEach(ours::add);
        // Composed with what is there, so that another library in the same JVM keeps its own list.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), ours.build()));
    }

    private GeneratedClasses() {}

    /** Makes Avro trust our classes, once a JVM: the class initializer does it. */
    static void trust() {
        if (ALL.isEmpty()) {
            throw new IllegalStateException("no generated classes");
        }
    }
}
