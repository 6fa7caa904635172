package ai.rios.projections.service;

import ai.rios.runtime.guard.GuardedSelector;
import ai.rios.runtime.guard.Guards;
import ai.rios.schemas.query.Answer;
import ai.rios.schemas.query.DeploymentQueries;
import ai.rios.schemas.query.ProjectionBehindException;
import ai.rios.schemas.query.QueryUnavailableException;
import ai.rios.schemas.wire.AnswerCodec;
import ai.rios.schemas.wire.Query;
import ai.rios.schemas.wire.QueryHeaders;
import ai.rios.schemas.wire.QueryParameters;
import ai.rios.schemas.wire.RoutingTable;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionProvider;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener of one instance: HTTP/2 (and HTTP/1.1) without TLS, for the stack's own network, each question on a virtual
 * thread. Whoever asks shows the stack's secret: until a connection has done so it has {@value #HEAD_SECONDS} s, whatever it sends or does
 * not send, so that strangers hold no place for long; after that it ends when nothing was asked over it for
 * {@value #IDLE_SECONDS} s. Thread-safe.
 */
public final class QueryServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);
    private static final HeaderName EPOCH = HeaderNames.create(QueryHeaders.EPOCH);
    private static final HeaderName POSITION = HeaderNames.create(QueryHeaders.POSITION);
    private static final HeaderName BLOCKED = HeaderNames.create(QueryHeaders.BLOCKED);

    /** A filter of the longest, percent-encoded. */
    private static final int MAX_TARGET = 16_384;

    private static final int MAX_CONNECTIONS = 256;
    private static final int HEAD_SECONDS = 10;

    /** More than the 30 s after which the JDK's client, the edge's, gives an idle connection up: none ends under a question. */
    private static final int IDLE_SECONDS = 75;

    private static final Duration MAX_IDLE_CHECK = Duration.ofSeconds(5);
    private static final Duration STOP_GRACE = Duration.ofSeconds(2);
    private static final String LISTENER = "@default";

    private final Supplier<DeploymentQueries> queries;
    private final Supplier<RoutingTable> routing;
    private final AnswerCodec codec;
    private final byte[] expected;
    private final Guards guards;
    private final WebServer server;

    /**
     * Bounds of a connection.
     *
     * @param connections open at once; more wait in the system's backlog
     * @param head from connecting until the secret was shown
     * @param idle without a question
     */
    record Limits(int connections, Duration head, Duration idle) {
        static final Limits DEFAULTS =
                new Limits(MAX_CONNECTIONS, Duration.ofSeconds(HEAD_SECONDS), Duration.ofSeconds(IDLE_SECONDS));
    }

    private QueryServer(
            String host,
            int port,
            Limits limits,
            String secret,
            Supplier<DeploymentQueries> queries,
            Supplier<RoutingTable> routing,
            AnswerCodec codec) {
        this.queries = queries;
        this.routing = routing;
        this.codec = codec;
        this.expected = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
        this.guards = new Guards(Guards.Limits.each(limits.head()));
        this.server = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownGracePeriod(STOP_GRACE)
                .maxTcpConnections(limits.connections())
                .idleConnectionTimeout(limits.idle())
                .idleConnectionPeriod(Collections.min(List.of(limits.idle(), MAX_IDLE_CHECK)))
                .connectionOptions(options -> options.tcpNoDelay(true))
                .protocolsDiscoverServices(false)
                .addConnectionSelector(selector(guards))
                .routing(this::route)
                .build();
    }

    private static GuardedSelector selector(Guards guards) {
        Http1Config http1 = Http1Config.builder().maxPrologueLength(MAX_TARGET).build();
        Http2Config http2 =
                Http2Config.builder().maxHeaderListSize(2 * MAX_TARGET).build();
        ProtocolConfigs protocols = ProtocolConfigs.create(List.of(http1, http2));
        return GuardedSelector.untilAdmitted(
                guards,
                new Http1ConnectionProvider().create(LISTENER, http1, protocols),
                new Http2ConnectionProvider().create(LISTENER, http2, protocols));
    }

    /**
     * Listens.
     *
     * @param port 0 for any free one
     * @param secret what askers must show
     * @param queries whom to ask now; may change with a generation
     * @param routing the table now
     */
    public static QueryServer start(
            String host,
            int port,
            String secret,
            Supplier<DeploymentQueries> queries,
            Supplier<RoutingTable> routing,
            AnswerCodec codec) {
        return start(host, port, Limits.DEFAULTS, secret, queries, routing, codec);
    }

    /** Listens, with other bounds. */
    static QueryServer start(
            String host,
            int port,
            Limits limits,
            String secret,
            Supplier<DeploymentQueries> queries,
            Supplier<RoutingTable> routing,
            AnswerCodec codec) {
        QueryServer started = new QueryServer(host, port, limits, secret, queries, routing, codec);
        started.server.start();
        return started;
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Stops; what is being answered may finish, for a moment. */
    @Override
    public void close() {
        server.stop();
        guards.close();
    }

    /** Connections that are open. */
    int connections() {
        return guards.open();
    }

    private void route(HttpRouting.Builder routes) {
        routes.addFilter(this::admit);
        routes.get(QueryHeaders.ROUTING, this::table);
        routes.get(QueryParameters.BASE + "{name}", this::answer);
    }

    /** Nothing is told, not even which paths there are, before the secret is shown. */
    private void admit(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (isTrusted(request)) {
            guards.admit(request);
            chain.proceed();
        } else {
            refuse(request, response);
        }
    }

    private void table(ServerRequest request, ServerResponse response) {
        response.header("content-type", "application/json").send(routing.get().toJson());
    }

    private void answer(ServerRequest request, ServerResponse response) {
        String epoch = routing.get().epoch();
        String asked = request.headers().first(EPOCH).orElse(epoch);
        if (!asked.equals(epoch)) {
            response.status(Status.create(421)).header(EPOCH, epoch).send();
            return;
        }
        try {
            Query query = QueryParameters.parse(
                    request.path().pathParameters().get("name"),
                    name -> request.query().first(name).orElse(null));
            byte[] bytes = ask(queries.get(), query);
            response.header("content-type", "application/octet-stream").send(bytes);
        } catch (ProjectionBehindException e) {
            response.status(Status.PRECONDITION_FAILED_412)
                    .header(POSITION, Long.toString(e.position()))
                    .header(BLOCKED, Boolean.toString(e.isBlocked()))
                    .send();
        } catch (QueryUnavailableException e) {
            response.status(Status.SERVICE_UNAVAILABLE_503).send(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            response.status(Status.BAD_REQUEST_400).send(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error(
                    "a question failed name={}", request.path().pathParameters().get("name"), e);
            response.status(Status.INTERNAL_SERVER_ERROR_500).send();
        }
    }

    private byte[] ask(DeploymentQueries views, Query query) {
        return switch (query) {
            case Query.Find(String tenant, String id, var at) -> write(codec.deployment(), views.find(tenant, id, at));
            case Query.FindRevision(String tenant, String id, long revision, var at) ->
                write(codec.deployment(), views.findRevision(tenant, id, revision, at));
            case Query.History(String tenant, String id, var history, var at) ->
                write(codec.history(), views.history(tenant, id, history, at));
            case Query.ListPage(String tenant, var list, var at) ->
                write(codec.deployments(), views.list(tenant, list, at));
            case Query.Await(String tenant, String id, var condition, Duration timeout, var at) ->
                write(codec.awaited(), views.await(tenant, id, condition, timeout, at));
            case Query.OperationById(String tenant, String id, var at) ->
                write(codec.operation(), views.operation(tenant, id, at));
            case Query.OperationsByRequest(String tenant, var operations, var at) ->
                write(codec.operations(), views.operationsByRequest(tenant, operations, at));
        };
    }

    private static <T> byte[] write(AnswerCodec.Kind<T> kind, Answer<T> answer) {
        return kind.write(answer);
    }

    /** Compares in constant time, so that the secret cannot be found out byte by byte. */
    private boolean isTrusted(RoutingRequest request) {
        String shown = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        return MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8));
    }

    /** The last answer on a connection of HTTP/1.1; over HTTP/2 the deadline of those that were not admitted ends it. */
    private static void refuse(RoutingRequest request, RoutingResponse response) {
        boolean last = request.prologue().protocolVersion().startsWith("1");
        if (last) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        response.status(Status.UNAUTHORIZED_401)
                .header("www-authenticate", "Bearer")
                .send();
        if (last) {
            throw new CloseConnectionException("refused");
        }
    }
}
