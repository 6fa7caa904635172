package ai.rios.schemas.wire;

import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.HistoryQuery;
import ai.rios.schemas.query.ListQuery;
import ai.rios.schemas.query.OperationsQuery;
import java.time.Duration;

/** One call of {@link ai.rios.schemas.query.DeploymentQueries}, as a value. Immutable. */
public sealed interface Query {
    /** Whose deployments. */
    String tenant();

    /** The state that the read asks for. */
    At at();

    /** Last segment of the path. */
    String name();

    /** {@code find}. */
    record Find(String tenant, String id, At at) implements Query {
        @Override
        public String name() {
            return "find";
        }
    }

    /** {@code findRevision}. */
    record FindRevision(String tenant, String id, long revision, At at) implements Query {
        @Override
        public String name() {
            return "revision";
        }
    }

    /** {@code history}. */
    record History(String tenant, String id, HistoryQuery query, At at) implements Query {
        @Override
        public String name() {
            return "history";
        }
    }

    /** {@code list}. */
    record ListPage(String tenant, ListQuery query, At at) implements Query {
        @Override
        public String name() {
            return "list";
        }
    }

    /** {@code await}. */
    record Await(String tenant, String id, Condition condition, Duration timeout, At at) implements Query {
        @Override
        public String name() {
            return "await";
        }
    }

    /** One operation, by its id. */
    record OperationById(String tenant, String operationId, At at) implements Query {
        @Override
        public String name() {
            return "operation";
        }
    }

    /** Operations by their correlation id. */
    record OperationsByRequest(String tenant, OperationsQuery query, At at) implements Query {
        @Override
        public String name() {
            return "operations";
        }
    }
}
