package ai.rios.schemas.codec;

import ai.rios.schemas.avro.Violation;
import ai.rios.schemas.deployment.ErrorCode;
import ai.rios.schemas.deployment.Refusal;

/** Refusals, which outcomes and items of batches carry. */
final class RefusalFields {
    private RefusalFields() {}

    static ai.rios.schemas.avro.Refusal write(Refusal refusal) {
        return ai.rios.schemas.avro.Refusal.newBuilder()
                .setCode(refusal.code().wire())
                .setMessage(refusal.message())
                .setViolations(refusal.violations().stream()
                        .map(violation -> new Violation(violation.field(), violation.reason()))
                        .toList())
                .setCurrentRevision(refusal.currentRevision())
                .setChangedFields(refusal.changedFields())
                .build();
    }

    /** A code of a newer build reads as {@link ErrorCode#INTERNAL}; the message still says what it was. */
    static Refusal read(ai.rios.schemas.avro.Refusal refusal) {
        return new Refusal(
                ErrorCode.ofWire(refusal.getCode()).orElse(ErrorCode.INTERNAL),
                refusal.getMessage(),
                refusal.getViolations().stream()
                        .map(violation -> new Refusal.Violation(violation.getField(), violation.getReason()))
                        .toList(),
                refusal.getCurrentRevision(),
                refusal.getChangedFields());
    }
}
