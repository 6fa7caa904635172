package ai.rios.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.LogPosition;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.Page;
import ai.rios.schemas.topics.TopicCatalogue;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerCodecTest {
    private static final DeploymentEvent EVENT = new DeploymentEvent(
            "evt_1",
            "acme",
            "deploy_1",
            1,
            1,
            Instant.parse("2026-11-24T10:31:00Z"),
            new DeploymentEvent.Cause("op_1", "req_1", "alice", "create", null, null),
            null,
            DeploymentStatus.PENDING,
            1,
            new Change.Created(DeploymentSpec.of("web", "nginx")));

    private static final Deployment DEPLOYMENT = Deployment.first(EVENT);
    private static final LogPosition WATCH = new LogPosition("topic", 3, 17);
    private static final Operation PENDING = new Operation("op_1", "req_1", "create", EVENT.time(), null);
    private static final Operation DECIDED = new Operation(
            "op_1",
            "req_1",
            "create",
            EVENT.time(),
            new Outcome(
                    "op_1",
                    "req_1",
                    "acme",
                    "alice",
                    "create",
                    EVENT.time(),
                    1,
                    false,
                    null,
                    new Outcome.Done(Outcome.Effect.CREATED, "deploy_1", 1, DEPLOYMENT)));

    private final AnswerCodec codec =
            new AnswerCodec(TopicCatalogue.of("", TopicCatalogue.DEFAULT_PARTITIONS), new InMemorySchemaIds());

    @Test
    void aDeploymentComesBackAsItWas() {
        assertSame(codec.deployment(), Optional.of(DEPLOYMENT));
        assertSame(codec.deployment(), Optional.empty());
    }

    @Test
    void pagesComeBackAsTheyWere() {
        assertSame(codec.history(), page(EVENT, 7L, "1"));
        assertSame(codec.deployments(), page(DEPLOYMENT, null, null));
        assertSame(codec.deployments(), new Page<>(List.of(), WATCH, 0L, "deploy_1"));
        assertSame(codec.operations(), page(PENDING, 0L, "17.op_1"));
        assertSame(codec.operations(), page(DECIDED, null, null));
    }

    @Test
    void theEndOfAWaitComesBackAsItWas() {
        assertSame(codec.awaited(), new Awaited(true, Optional.empty()));
        assertSame(codec.awaited(), new Awaited(true, Optional.of(DEPLOYMENT)));
        assertSame(codec.awaited(), new Awaited(false, Optional.of(DEPLOYMENT)));
    }

    @Test
    void anOperationComesBackAsItWas() {
        assertSame(codec.operation(), Optional.empty());
        assertSame(codec.operation(), Optional.of(PENDING));
        assertSame(codec.operation(), Optional.of(DECIDED));
    }

    @Test
    void whatEndsTooEarlyIsRefusedWhereverItEnds() {
        assertNoPrefixIsRead(codec.deployment(), Optional.of(DEPLOYMENT));
        assertNoPrefixIsRead(codec.history(), page(EVENT, 7L, "1"));
        assertNoPrefixIsRead(codec.deployments(), page(DEPLOYMENT, 7L, "deploy_1"));
        assertNoPrefixIsRead(codec.awaited(), new Awaited(true, Optional.of(DEPLOYMENT)));
        assertNoPrefixIsRead(codec.operation(), Optional.of(DECIDED));
        assertNoPrefixIsRead(codec.operations(), page(DECIDED, 7L, "17.op_1"));
    }

    @Test
    void whatGoesOnAfterItsEndIsRefused() {
        byte[] bytes = codec.deployment().write(new Answer<>(Optional.of(DEPLOYMENT), 42));

        assertRefused(codec.deployment(), Arrays.copyOf(bytes, bytes.length + 1), "1 bytes follow");
    }

    @Test
    void anotherVersionIsRefused() {
        byte[] bytes = codec.deployment().write(new Answer<>(Optional.empty(), 42));
        bytes[0]++;

        assertRefused(codec.deployment(), bytes, "version 3");
    }

    @Test
    void aListOfMoreThanAnAnswerHoldsIsRefused() {
        ByteBuffer bytes = ByteBuffer.wrap(codec.deployments().write(new Answer<>(page(DEPLOYMENT, null, null), 42)));
        bytes.putInt(Byte.BYTES + Long.BYTES, 10_001);

        assertRefused(codec.deployments(), bytes.array(), "a list of 10001");
    }

    private static <T> Page<T> page(T item, @Nullable Long total, @Nullable String resumeAfter) {
        return new Page<>(List.of(item), WATCH, total, resumeAfter);
    }

    private static <T> void assertSame(AnswerCodec.Kind<T> kind, T value) {
        Answer<T> answer = new Answer<>(value, 42);

        assertThat(kind.read(kind.write(answer))).isEqualTo(answer);
    }

    private static <T> void assertNoPrefixIsRead(AnswerCodec.Kind<T> kind, T value) {
        byte[] bytes = kind.write(new Answer<>(value, 42));
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(kind, Arrays.copyOf(bytes, length), "cannot be read");
        }
    }

    private static void assertRefused(AnswerCodec.Kind<?> kind, byte[] bytes, String why) {
        assertThatThrownBy(() -> kind.read(bytes))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(why);
    }
}
