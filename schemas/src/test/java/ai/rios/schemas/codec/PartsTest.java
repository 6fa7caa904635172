package ai.rios.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.avro.BatchItem;
import ai.rios.schemas.avro.Deleted;
import ai.rios.schemas.avro.DeletionRequested;
import ai.rios.schemas.avro.DeploymentCommand;
import ai.rios.schemas.avro.DeploymentEvent;
import ai.rios.schemas.avro.Outcome;
import ai.rios.schemas.avro.Refusal;
import ai.rios.schemas.avro.RetryFailed;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.ErrorCode;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** "Exactly one part set", which Avro cannot say and the codecs hold. */
class PartsTest {
    private static DeploymentEvent.Builder event(String type) {
        return DeploymentEvent.newBuilder().setType(type).setStatus("running");
    }

    @Test
    void anEventWithTwoPartsIsMalformed() {
        assertMalformed(
                Codecs.EVENT,
                event("deleted")
                        .setDeleted(new Deleted("running", null))
                        .setDeletionRequested(new DeletionRequested("running"))
                        .build(),
                "two parts set, deletion_requested and deleted");
    }

    @Test
    void anEventOfAKnownTypeWithoutItsPartIsMalformed() {
        assertMalformed(Codecs.EVENT, event("deleted").build(), "has no part set");
    }

    @Test
    void anEventWithAnotherTypesPartIsMalformed() {
        assertMalformed(
                Codecs.EVENT,
                event("created").setDeleted(new Deleted("running", null)).build(),
                "has the part deleted set instead");
        assertMalformed(
                Codecs.EVENT,
                event("scaled").setDeleted(new Deleted("running", null)).build(),
                "has the part deleted set instead");
    }

    @Test
    void anEventWithoutATypeIsMalformed() {
        assertMalformed(Codecs.EVENT, event("").build(), "has no part set");
    }

    @Test
    void anEventOfAnUnknownTypeIsUnrecognised() {
        assertThat(Codecs.EVENT.fromAvro(event("scaled").build()).change())
                .isEqualTo(new Change.Unrecognized("scaled"));
    }

    @Test
    void anUnknownStatusIsMalformed() {
        assertMalformed(Codecs.EVENT, event("scaled").setStatus("hovering").build(), "unknown status \"hovering\"");
    }

    @Test
    void unrecognisedEventsAreNotWritten() {
        ai.rios.schemas.deployment.DeploymentEvent unrecognised =
                Codecs.EVENT.fromAvro(event("scaled").build());

        assertThatThrownBy(() -> Codecs.EVENT.toAvro(unrecognised)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCommandOfAnUnknownTypeIsMalformed() {
        assertMalformed(
                Codecs.COMMAND, DeploymentCommand.newBuilder().setType("scale").build(), "has no part set");
        assertMalformed(
                Codecs.COMMAND,
                DeploymentCommand.newBuilder()
                        .setType("scale")
                        .setRetryFailed(new RetryFailed("x", 1L))
                        .build(),
                "has the part retry_failed set instead");
    }

    @Test
    void aBatchItemWithoutAPartIsMalformed() {
        assertMalformed(
                Codecs.COMMAND,
                DeploymentCommand.newBuilder()
                        .setType("batch")
                        .setBatch(new ai.rios.schemas.avro.Batch(
                                true, List.of(BatchItem.newBuilder().build())))
                        .build(),
                "batch item has no part set");
    }

    @Test
    void anOutcomeIsEitherRefusedOrNot() {
        assertMalformed(
                Codecs.OUTCOME, Outcome.newBuilder().setResult("refused").build(), "has no refusal");
        assertMalformed(
                Codecs.OUTCOME,
                Outcome.newBuilder()
                        .setResult("created")
                        .setRefusal(Refusal.newBuilder().build())
                        .build(),
                "has a refusal");
        assertMalformed(
                Codecs.OUTCOME, Outcome.newBuilder().setResult("created").build(), "names no deployment");
        assertMalformed(
                Codecs.OUTCOME,
                Outcome.newBuilder()
                        .setResult("applauded")
                        .setDeploymentId("x")
                        .setRevision(1L)
                        .build(),
                "unknown result \"applauded\"");
    }

    @Test
    void anErrorCodeOfANewerBuildReadsAsInternalWithItsMessage() {
        ai.rios.schemas.deployment.Outcome read = Codecs.OUTCOME.fromAvro(Outcome.newBuilder()
                .setResult("refused")
                .setRefusal(Refusal.newBuilder()
                        .setCode("too_windy")
                        .setMessage("it is too windy")
                        .build())
                .build());

        assertThat(read.result()).isInstanceOfSatisfying(ai.rios.schemas.deployment.Outcome.Refused.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(ErrorCode.INTERNAL);
            assertThat(refused.refusal().message()).isEqualTo("it is too windy");
        });
    }

    private static void assertMalformed(MessageCodec<?> codec, SpecificRecord avro, String reason) {
        assertThatThrownBy(() -> codec.fromAvro(avro))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(reason);
    }
}
