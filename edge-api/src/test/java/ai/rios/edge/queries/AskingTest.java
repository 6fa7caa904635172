package ai.rios.edge.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.query.At;
import ai.rios.schemas.query.Condition;
import ai.rios.schemas.query.ProjectionBehindException;
import ai.rios.schemas.wire.Query;
import ai.rios.schemas.wire.QueryHeaders;
import ai.rios.schemas.wire.RoutingTable;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AskingTest {
    private static final At AT = new At(7, Duration.ofSeconds(5));

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final ProjectionInstances instances = new ProjectionInstances("secret");

    @AfterEach
    void stop() {
        instances.close();
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void oneWaitIsSharedByAllCandidates() throws IOException {
        Asking asking = asking(false, false);

        assertThatThrownBy(() -> asking.ask(new Query.Find("acme", "deploy_1", AT)))
                .isInstanceOf(ProjectionBehindException.class);

        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).contains("wait=5000");
        assertThat(asked.get(1)).contains("wait=2000");
    }

    @Test
    void soIsTheTimeOfACondition() throws IOException {
        Asking asking = asking(false, false);
        Condition settled = new Condition(new Condition.Settled(), null);

        assertThatThrownBy(() -> asking.ask(new Query.Await("acme", "deploy_1", settled, Duration.ofSeconds(10), AT)))
                .isInstanceOf(ProjectionBehindException.class);

        assertThat(asked.get(0)).contains("timeout=10000").contains("wait=5000");
        assertThat(asked.get(1)).contains("timeout=7000").contains("wait=5000");
    }

    @Test
    void aHoleIsToldAtOnce() throws IOException {
        Asking asking = asking(true, false);

        assertThatThrownBy(() -> asking.ask(new Query.Find("acme", "deploy_1", AT)))
                .isInstanceOfSatisfying(
                        ProjectionBehindException.class,
                        behind -> assertThat(behind.isBlocked()).isTrue());

        assertThat(asked).hasSize(1);
    }

    @Test
    void anInstanceWithAnotherTableHasItFetchedAgain() throws IOException {
        HttpServer server = server(exchange -> {
            String epoch = exchange.getRequestHeaders().getFirst(QueryHeaders.EPOCH);
            asked.add(epoch);
            exchange.sendResponseHeaders("new".equals(epoch) ? 200 : 421, -1);
            exchange.close();
        });
        String instance = "127.0.0.1:" + server.getAddress().getPort();
        RoutingTable.Route route = new RoutingTable.Route(instance, List.of(), Map.of());
        List<String> epochs = new ArrayList<>(List.of("old", "new"));
        Routing routing = new Routing(
                List.of(instance), _ -> new RoutingTable(epochs.removeFirst(), 1, instance, List.of(route)));
        Asking asking = new Asking(instances, routing, 1, Duration.ofSeconds(10), nanos::get);

        byte[] answer = asking.ask(new Query.Find("acme", "deploy_1", AT));

        assertThat(answer).isEmpty();
        assertThat(asked).containsExactly("old", "new");
        assertThat(epochs).isEmpty();
    }

    /** Candidates that are behind, each after three seconds of the clock. */
    private Asking asking(boolean... blocked) throws IOException {
        List<String> candidates = new ArrayList<>();
        for (boolean one : blocked) {
            candidates.add(candidate(one));
        }
        RoutingTable.Route route =
                new RoutingTable.Route(candidates.getFirst(), candidates.subList(1, candidates.size()), Map.of());
        RoutingTable table = new RoutingTable("epoch", 1, candidates.getFirst(), List.of(route));
        Routing routing = new Routing(candidates, _ -> table);
        return new Asking(instances, routing, 1, Duration.ofSeconds(10), nanos::get);
    }

    private String candidate(boolean blocked) throws IOException {
        return "127.0.0.1:"
                + server(exchange -> behind(exchange, blocked)).getAddress().getPort();
    }

    private HttpServer server(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", handler);
        server.start();
        servers.add(server);
        return server;
    }

    private void behind(HttpExchange exchange, boolean blocked) throws IOException {
        asked.add(exchange.getRequestURI().getQuery());
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        exchange.getResponseHeaders().add(QueryHeaders.POSITION, "3");
        exchange.getResponseHeaders().add(QueryHeaders.BLOCKED, Boolean.toString(blocked));
        exchange.sendResponseHeaders(412, -1);
        exchange.close();
    }
}
