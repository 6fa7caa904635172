package ai.rios.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.query.At;
import ai.rios.schemas.query.OperationsQuery;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryParametersTest {
    @Test
    void operationsOfARequestAreAskedForFromTheirPlaceOn() {
        OperationsQuery first = OperationsQuery.first("req_1");
        OperationsQuery next =
                new OperationsQuery("req:1", 7, new OperationsQuery.Place(1_764_000_000_000L, "op_1"), true);

        for (OperationsQuery operations : List.of(first, next)) {
            Query query = new Query.OperationsByRequest("acme", operations, At.NOW);
            assertThat(parsed(QueryParameters.target(query))).isEqualTo(query);
        }
    }

    @Test
    void noMoreOperationsAreAskedForThanAreAnsweredAtOnce() {
        Query query = new Query.OperationsByRequest("acme", new OperationsQuery("req_1", 51, null, false), At.NOW);

        assertThatThrownBy(() -> parsed(QueryParameters.target(query))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Query parsed(String target) {
        URI uri = URI.create(target);
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : uri.getQuery().split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], parts[1]);
        }
        return QueryParameters.parse(uri.getPath().substring(QueryParameters.BASE.length()), parameters::get);
    }
}
