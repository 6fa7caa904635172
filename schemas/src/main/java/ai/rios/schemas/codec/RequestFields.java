package ai.rios.schemas.codec;

import ai.rios.schemas.avro.Create;
import ai.rios.schemas.avro.Delete;
import ai.rios.schemas.avro.DeleteTimedOut;
import ai.rios.schemas.avro.Patch;
import ai.rios.schemas.avro.ReportStatus;
import ai.rios.schemas.avro.RetryFailed;
import ai.rios.schemas.avro.Update;
import ai.rios.schemas.deployment.Precondition;
import ai.rios.schemas.deployment.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts that commands and items of batches have in common. */
final class RequestFields {
    private RequestFields() {}

    static Create write(Request.Create create) {
        return new Create(SpecFields.write(create.spec()), create.onlyIfAbsent());
    }

    static Request.Create read(Create create) {
        return new Request.Create(SpecFields.read(create.getSpec()), create.getOnlyIfAbsent());
    }

    static Update write(Request.Update update) {
        return new Update(update.id(), write(update.precondition()), SpecFields.write(update.spec()));
    }

    static Request.Update read(Update update) {
        return new Request.Update(update.getId(), precondition(update.getIfMatch()), SpecFields.read(update.getSpec()));
    }

    static Patch write(Request.Patch patch) {
        return new Patch(patch.id(), write(patch.precondition()), SpecFields.write(patch.changes()));
    }

    static Request.Patch read(Patch patch) {
        return new Request.Patch(patch.getId(), precondition(patch.getIfMatch()), SpecFields.read(patch.getChanges()));
    }

    static Delete write(Request.Delete delete) {
        return new Delete(delete.id(), write(delete.precondition()));
    }

    static Request.Delete read(Delete delete) {
        return new Request.Delete(delete.getId(), precondition(delete.getIfMatch()));
    }

    static ReportStatus write(Request.ReportStatus report) {
        return new ReportStatus(report.id(), report.status(), report.observedGeneration(), report.reason());
    }

    static Request.ReportStatus read(ReportStatus report) {
        return new Request.ReportStatus(
                report.getId(), report.getStatus(), report.getObservedGeneration(), report.getReason());
    }

    static DeleteTimedOut write(Request.DeleteTimedOut timer) {
        return new DeleteTimedOut(timer.id(), timer.revision());
    }

    static Request.DeleteTimedOut read(DeleteTimedOut timer) {
        return new Request.DeleteTimedOut(timer.getId(), timer.getRevision());
    }

    static RetryFailed write(Request.RetryFailed timer) {
        return new RetryFailed(timer.id(), timer.revision());
    }

    static Request.RetryFailed read(RetryFailed timer) {
        return new Request.RetryFailed(timer.getId(), timer.getRevision());
    }

    private static @Nullable List<Long> write(Precondition precondition) {
        return switch (precondition) {
            case Precondition.None _ -> null;
            case Precondition.Exists _ -> List.of();
            case Precondition.Revisions(Set<Long> revisions) ->
                revisions.stream().sorted().toList();
        };
    }

    private static Precondition precondition(@Nullable List<Long> ifMatch) {
        if (ifMatch == null) {
            return new Precondition.None();
        }
        return ifMatch.isEmpty() ? new Precondition.Exists() : new Precondition.Revisions(Set.copyOf(ifMatch));
    }
}
