package ai.rios.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.deployment.Change;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.Outcome;
import ai.rios.schemas.golden.Form;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.FilterSyntaxException;
import ai.rios.schemas.query.LogPosition;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.Page;
import ai.rios.schemas.topics.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an edge of one version asks projections of another, and what these answer. */
class WireFormsTest {
    private static final TopicCatalogue TOPICS = TopicCatalogue.of("", 12);

    private static final DeploymentEvent EVENT = new DeploymentEvent(
            "evt_1",
            "acme",
            "deploy_1",
            1,
            1,
            Instant.parse("2026-01-31T12:34:56.789Z"),
            new DeploymentEvent.Cause("op_1", "req_1", "alice", "create", "key", null),
            null,
            DeploymentStatus.PENDING,
            1,
            new Change.Created(DeploymentSpec.of("web", "nginx")));

    private static final Deployment DEPLOYMENT = Deployment.first(EVENT);
    private static final LogPosition WATCH = new LogPosition("topic", 3, 17);
    private static final Operation OPERATION = new Operation(
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

    static Stream<Form<?>> forms() throws FilterSyntaxException {
        List<Form<?>> forms = new ArrayList<>(List.of(
                answer("answer-deployment", AnswerCodec::deployment, Optional.of(DEPLOYMENT)),
                answer("answer-nothing", AnswerCodec::deployment, Optional.empty()),
                answer("answer-history", AnswerCodec::history, new Page<>(List.of(EVENT), WATCH, 7L, "1")),
                answer("answer-list", AnswerCodec::deployments, new Page<>(List.of(DEPLOYMENT), WATCH, null, null)),
                answer("answer-wait", AnswerCodec::awaited, new Awaited(true, Optional.of(DEPLOYMENT))),
                answer("answer-operation", AnswerCodec::operation, Optional.of(OPERATION)),
                answer("answer-operations", AnswerCodec::operations, new Page<>(List.of(OPERATION), WATCH, 1L, null)),
                Form.plain(
                        "routing-table",
                        Map.of(
                                "one",
                                new RoutingTable(
                                        "e1",
                                        2,
                                        "a:1",
                                        List.of(
                                                new RoutingTable.Route("a:1", List.of("b:1"), Map.of("b:1", 7L)),
                                                new RoutingTable.Route(null, List.of(), Map.of())))),
                        RoutingTable::toJson,
                        RoutingTable::ofJson)));
        int number = 1;
        for (Query query : QueryParametersTest.questions()) {
            forms.add(Form.text(
                    "query-" + number, Map.of("one", query), QueryParameters::target, QueryParametersTest::parsed));
            number++;
        }
        return forms.stream();
    }

    private static <T> Form<Answer<T>> answer(String name, Function<AnswerCodec, AnswerCodec.Kind<T>> kind, T value) {
        return new Form<>(
                name,
                Map.of("one", new Answer<>(value, 41)),
                (answer, ids) -> kind.apply(new AnswerCodec(TOPICS, ids)).write(answer),
                (bytes, ids) -> kind.apply(new AnswerCodec(TOPICS, ids)).read(bytes));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyVersionReadsWhatTheOthersWrite(Form<?> form) {
        assertThat(form.problems()).isEmpty();
    }
}
