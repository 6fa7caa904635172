package ai.rios.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.Filter;
import ai.rios.schemas.query.FilterSyntaxException;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.OperationsQuery;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
    static List<Query> questions() throws FilterSyntaxException {
        At later = new At(17, Duration.ofMillis(1_500));
        Filter filter = Filter.parse("status = running and labels.tier in (web, api) and name ^= \"a&b=c + d\"");
        return List.of(
                new Query.Find("acme", "deploy_1", At.NOW),
                new Query.Find("acme", "deploy_1", later),
                new Query.FindRevision("acme", "deploy_1", 7, At.NOW),
                new Query.History("acme", "deploy_1", new HistoryQuery(0, 50, false), At.NOW),
                new Query.History("acme", "deploy_1", new HistoryQuery(3, 200, true), later),
                new Query.ListPage("acme", new ListQuery(Filter.ALL, 1, null, false), At.NOW),
                new Query.ListPage("acme", new ListQuery(filter, 200, "deploy_1", true), later),
                new Query.Await(
                        "acme",
                        "deploy_1",
                        new Condition(new Condition.Settled(), null),
                        Duration.ofSeconds(60),
                        At.NOW),
                new Query.Await(
                        "acme",
                        "deploy_1",
                        new Condition(new Condition.HasStatus(DeploymentStatus.RUNNING), 2L),
                        Duration.ZERO,
                        later),
                new Query.OperationById("acme", "op_1", later),
                new Query.OperationsByRequest("acme", OperationsQuery.first("req_1"), At.NOW),
                new Query.OperationsByRequest(
                        "acme",
                        new OperationsQuery("req:1", 7, new OperationsQuery.Place(1_764_000_000_000L, "op_1"), true),
                        later));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void everyQuestionIsReadAsItWasAsked(Query query) {
        assertThat(parsed(QueryParameters.target(query))).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other?tenant=acme",
                "find?id=deploy_1",
                "find?tenant=acme",
                "find?tenant=acme&id=deploy_1&min=17",
                "find?tenant=acme&id=deploy_1&min=17&wait=5001",
                "revision?tenant=acme&id=deploy_1&revision=first",
                "history?tenant=acme&id=deploy_1&after=0&limit=201",
                "list?tenant=acme&limit=0",
                "list?tenant=acme&limit=50&filter=status",
                "await?tenant=acme&id=deploy_1&for=happy&timeout=0",
                "await?tenant=acme&id=deploy_1&for=settled&timeout=60001",
                "await?tenant=acme&id=deploy_1&for=settled&timeout=0&generation=-1",
                "operations?tenant=acme&request=req_1&limit=50&after=op_1"
            })
    void whatIsNoQuestionIsRefused(String question) {
        assertThatThrownBy(() -> parsed(QueryParameters.BASE + question)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noMoreOperationsAreAskedForThanAreAnsweredAtOnce() {
        Query query = new Query.OperationsByRequest("acme", new OperationsQuery("req_1", 51, null, false), At.NOW);

        assertThatThrownBy(() -> parsed(QueryParameters.target(query))).isInstanceOf(IllegalArgumentException.class);
    }

    static Query parsed(String target) {
        URI uri = URI.create(target);
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : uri.getRawQuery().split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return QueryParameters.parse(uri.getPath().substring(QueryParameters.BASE.length()), parameters::get);
    }
}
