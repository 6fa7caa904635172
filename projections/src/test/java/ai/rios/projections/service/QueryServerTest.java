package ai.rios.projections.service;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentEvent;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Awaited;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.Filter;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.LogPosition;
import ai.rios.schemas.query.Operation;
import ai.rios.schemas.query.OperationsQuery;
import ai.rios.schemas.query.Page;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.wire.AnswerCodec;
import ai.rios.schemas.wire.Query;
import ai.rios.schemas.wire.QueryHeaders;
import ai.rios.schemas.wire.QueryParameters;
import ai.rios.schemas.wire.RoutingTable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueryServerTest {
    private static final String SECRET = "the-secret-of-this-stack";
    private static final RoutingTable TABLE = new RoutingTable("epoch-7", 1, "here:1", List.of());
    private static final AnswerCodec CODEC =
            new AnswerCodec(TopicCatalogue.of("", TopicCatalogue.DEFAULT_PARTITIONS), new InMemorySchemaIds());

    private static final AtomicInteger ASKED = new AtomicInteger();
    private static final QueryServer SERVER = QueryServer.start(
            "127.0.0.1",
            0,
            SECRET,
            () -> {
                ASKED.incrementAndGet();
                return new Nothing();
            },
            () -> TABLE,
            CODEC);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** One question of each kind. */
    private static final List<String> QUESTIONS = Stream.of(
                    new Query.Find("acme", "deploy_1", At.NOW),
                    new Query.FindRevision("acme", "deploy_1", 1, At.NOW),
                    new Query.History("acme", "deploy_1", new HistoryQuery(0, 10, false), At.NOW),
                    new Query.ListPage("acme", new ListQuery(Filter.ALL, 10, null, false), At.NOW),
                    new Query.Await(
                            "acme", "deploy_1", new Condition(new Condition.Settled(), null), Duration.ZERO, At.NOW),
                    new Query.OperationById("acme", "op_1", At.NOW),
                    new Query.OperationsByRequest("acme", OperationsQuery.first("req_1"), At.NOW))
            .map(QueryParameters::target)
            .toList();

    /** What somebody may show who does not know the secret. */
    private static final List<String> WRONG = List.of(
            "Bearer ",
            "Bearer another-secret",
            "Bearer " + SECRET.substring(1),
            "Bearer " + SECRET + "x",
            "Basic " + SECRET,
            SECRET);

    static List<String> questions() {
        return QUESTIONS;
    }

    static List<String> routes() {
        return Stream.concat(Stream.of(QueryHeaders.ROUTING), QUESTIONS.stream())
                .toList();
    }

    @BeforeEach
    void nothingWasAsked() {
        ASKED.set(0);
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    private static HttpResponse<byte[]> ask(String target, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + target));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> askTrusted(String target, String epoch)
            throws IOException, InterruptedException {
        return ask(target, QueryHeaders.AUTHORIZATION, "Bearer " + SECRET, QueryHeaders.EPOCH, epoch);
    }

    private static void isRefused(HttpResponse<byte[]> response, String shown) {
        assertThat(response.statusCode()).as(shown).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).as(shown).hasValue("Bearer");
        assertThat(response.headers().firstValue(QueryHeaders.EPOCH)).as(shown).isEmpty();
        assertThat(response.body()).as(shown).isEmpty();
        assertThat(ASKED).as(shown).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whoDoesNotShowTheSecretIsToldNothing(String target) throws IOException, InterruptedException {
        isRefused(ask(target), "nothing shown");
        for (String shown : WRONG) {
            isRefused(ask(target, QueryHeaders.AUTHORIZATION, shown), shown);
            isRefused(ask(target, QueryHeaders.AUTHORIZATION, shown, QueryHeaders.EPOCH, "epoch-6"), shown);
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void whoAsksByAnotherTableIsToldOurs(String target) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = askTrusted(target, "epoch-6");

        assertThat(response.statusCode()).isEqualTo(421);
        assertThat(response.headers().firstValue(QueryHeaders.EPOCH)).hasValue("epoch-7");
        assertThat(response.body()).isEmpty();
        assertThat(ASKED).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void whoShowsTheSecretAndAsksByOurTableIsAnswered(String target) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = askTrusted(target, "epoch-7");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isNotEmpty();
        assertThat(ASKED).hasValue(1);
    }

    @Test
    void theTableAndAnAnswerAreThoseOfTheInstance() throws IOException, InterruptedException {
        HttpResponse<byte[]> table = ask(QueryHeaders.ROUTING, QueryHeaders.AUTHORIZATION, "Bearer " + SECRET);
        HttpResponse<byte[]> found = askTrusted(QUESTIONS.getFirst(), "epoch-7");

        assertThat(RoutingTable.ofJson(table.body())).isEqualTo(TABLE);
        assertThat(CODEC.deployment().read(found.body())).isEqualTo(new Answer<>(Optional.empty(), 3));
    }

    /** Views without a deployment, at position 3. */
    private static final class Nothing implements DeploymentQueries {
        private static <T> Answer<T> at3(T value) {
            return new Answer<>(value, 3);
        }

        private static <T> Answer<Page<T>> emptyPage() {
            return at3(new Page<>(List.of(), new LogPosition("topic", 0, 0), null, null));
        }

        @Override
        public Answer<Optional<Deployment>> find(String tenant, String id, At at) {
            return at3(Optional.empty());
        }

        @Override
        public Answer<Optional<Deployment>> findRevision(String tenant, String id, long revision, At at) {
            return at3(Optional.empty());
        }

        @Override
        public Answer<Page<DeploymentEvent>> history(String tenant, String id, HistoryQuery query, At at) {
            return emptyPage();
        }

        @Override
        public Answer<Page<Deployment>> list(String tenant, ListQuery query, At at) {
            return emptyPage();
        }

        @Override
        public Answer<Awaited> await(String tenant, String id, Condition condition, Duration timeout, At at) {
            return at3(new Awaited(false, Optional.empty()));
        }

        @Override
        public Answer<Optional<Operation>> operation(String tenant, String operationId, At at) {
            return at3(Optional.empty());
        }

        @Override
        public Answer<Page<Operation>> operationsByRequest(String tenant, OperationsQuery query, At at) {
            return emptyPage();
        }
    }
}
