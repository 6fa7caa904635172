package ai.rios.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.LogPosition;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.Page;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Instant;
import java.util.List;
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

    private final AnswerCodec codec =
            new AnswerCodec(TopicCatalogue.of("", TopicCatalogue.DEFAULT_PARTITIONS), new InMemorySchemaIds());

    @Test
    void pagesComeBackAsTheyWere() {
        Deployment deployment = Deployment.first(EVENT);
        Operation operation = new Operation("op_1", "req_1", "create", EVENT.time(), null);

        assertSame(codec.history(), page(EVENT, 7L, "1"));
        assertSame(codec.deployments(), page(deployment, null, null));
        assertSame(codec.operations(), page(operation, 0L, "17.op_1"));
    }

    private static <T> Page<T> page(T item, @Nullable Long total, @Nullable String resumeAfter) {
        return new Page<>(List.of(item), new LogPosition("topic", 3, 17), total, resumeAfter);
    }

    private static <T> void assertSame(AnswerCodec.Kind<Page<T>> kind, Page<T> page) {
        Answer<Page<T>> answer = new Answer<>(page, 42);

        assertThat(kind.read(kind.write(answer))).isEqualTo(answer);
    }
}
