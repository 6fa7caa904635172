package ai.rios.edge.http;

import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.guard.Guards;
import ai.rios.edge.positions.TenantPositions;
import ai.rios.runtime.logging.LogKey;
import ai.rios.runtime.tracing.TraceScope;
import ai.rios.runtime.tracing.Tracing;
import ai.rios.schemas.ids.Ids;
import ai.rios.schemas.ids.RandomIds;
import ai.rios.schemas.query.ProjectionBehindException;
import ai.rios.schemas.query.QueryUnavailableException;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one handler behind the server: every request goes through here, is given its ids, checked, handed to its route, and
 * answered, and whatever goes wrong on the way becomes an error in the documented form. Thread-safe.
 */
public final class FrontDoor implements Handler {
    private static final System.Logger LOG = System.getLogger(FrontDoor.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Pattern OF_DEPLOYMENTS = Pattern.compile("/v\\d+/(?:deployments|batch|operations)(?:/.*)?");

    private final RouteTable routes;
    private final ApiVersions versions;
    private final Authenticator authenticator;
    private final Cors cors;
    private final Tracing tracing;
    private final RequestLog log;
    private final RandomIds ids;
    private final Guards guards;
    private final int maxBodyBytes;
    private final TenantPositions positions;
    private final ContentCodings codings = new ContentCodings();
    private final Responder responder;

    /**
     * @param guards bound what is read of a body
     * @param maxBodyBytes of a request's body, packed and unpacked
     * @param positions are told what answers say, and say it where an answer does not
     */
    public FrontDoor(
            RouteTable routes,
            ApiVersions versions,
            Authenticator authenticator,
            Set<String> origins,
            Tracing tracing,
            RequestLog log,
            RandomIds ids,
            InstantSource clock,
            Guards guards,
            int maxBodyBytes,
            TenantPositions positions) {
        this.routes = routes;
        this.versions = versions;
        this.authenticator = authenticator;
        this.cors = new Cors(origins);
        this.tracing = tracing;
        this.log = log;
        this.ids = ids;
        this.guards = guards;
        this.maxBodyBytes = maxBodyBytes;
        this.positions = positions;
        this.responder = new Responder(clock);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        HelidonRequest incoming = new HelidonRequest(request, codings, maxBodyBytes, guards);
        String clientId = first(incoming, Names.REQUEST_ID);
        boolean usable = clientId != null && RequestIds.isId(clientId);
        try (TraceScope span = tracing.server(incoming.method(), name -> first(incoming, name))) {
            Progress progress = new Progress(
                    usable && clientId != null ? clientId : ids.next(Ids.REQUEST), span, versions.current());
            Responder.Rendered rendered = answer(incoming, progress);
            send(incoming, response, rendered, progress);
        }
    }

    private Responder.Rendered answer(Incoming incoming, Progress progress) {
        try {
            return responder.success(route(incoming, progress), progress);
        } catch (ApiException e) {
            return responder.error(e.error(), e.headers(), progress);
        } catch (ProjectionBehindException e) {
            ApiError error = ApiError.of(ApiCode.PROJECTION_BEHIND, "the view of the tenant is at " + e.position())
                    .with("position", e.position())
                    .after(RETRY_AFTER);
            return responder.error(error, Map.of(Names.POSITION, Long.toString(e.position())), progress);
        } catch (QueryUnavailableException e) {
            LOG.log(Level.WARNING, "no view answers", e);
            ApiError error =
                    ApiError.of(ApiCode.UNAVAILABLE, "no view can answer now").after(RETRY_AFTER);
            return responder.error(error, Map.of(), progress);
        } catch (CloseConnectionException | RequestException | HttpException e) {
            throw e; // the server's own: about the connection, or the framing of the request
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a request failed, template=" + progress.template(), e);
            progress.span().failed(e);
            return responder.error(ApiError.of(ApiCode.INTERNAL, "something went wrong here"), Map.of(), progress);
        }
    }

    private Answer route(Incoming incoming, Progress progress) {
        String path = incoming.rawPath();
        Answer redirect = Redirects.find(path, incoming.rawQuery());
        if (redirect != null) {
            return redirect;
        }
        RouteTable.Match match = routes.find(incoming.method(), path);
        return switch (match) {
            case RouteTable.Found(Route route, Map<String, String> parameters) ->
                call(route, parameters, incoming, progress);
            case RouteTable.OtherMethods other -> otherMethod(other, incoming, progress);
            case RouteTable.Nothing _ -> {
                wantForm(incoming, AcceptedTypes.JSON, progress);
                progress.speak(versions.spoken(path, null));
                throw new ApiException(ApiCode.NOT_FOUND, "there is nothing at this path");
            }
        };
    }

    private Answer call(Route route, Map<String, String> parameters, Incoming incoming, Progress progress) {
        progress.matched(route.template());
        progress.span().named(route.method() + ' ' + route.template());
        AcceptedTypes accepted = wantForm(incoming, route.produces(), progress);
        if (!accepted.plain()) {
            throw new ApiException(ApiCode.NOT_ACCEPTABLE, "this path answers " + route.produces());
        }
        progress.speak(versions.spoken(incoming.rawPath(), first(incoming, Names.API_VERSION)));
        Principal principal = route.open() ? null : authorize(route, incoming, progress);
        String clientId = first(incoming, Names.REQUEST_ID);
        if (clientId != null) {
            RequestIds.require(Names.REQUEST_ID, clientId);
        }
        Query query = Query.parse(incoming.rawQuery());
        if (!route.open()) {
            query.requireOnly(route.parameters(), route.repeatable());
        }
        return route.handler().handle(new Call(incoming, route, parameters, query, principal, progress, versions));
    }

    private Principal authorize(Route route, Incoming incoming, Progress progress) {
        Principal principal = Credentials.require(incoming, authenticator);
        progress.identify(principal);
        progress.span().with(LogKey.TENANT, principal.tenant());
        if (route.scope() != null && !principal.may(route.scope())) {
            throw new ApiException(ApiError.of(ApiCode.FORBIDDEN, "the token lacks the scope " + route.scope())
                    .with("scope", route.scope()));
        }
        return principal;
    }

    private Answer otherMethod(RouteTable.OtherMethods other, Incoming incoming, Progress progress) {
        progress.matched(other.template());
        wantForm(incoming, AcceptedTypes.JSON, progress);
        String allow = String.join(", ", other.allowed());
        if (incoming.method().equals("OPTIONS")) {
            return cors.options(incoming, allow);
        }
        throw new ApiException(
                ApiError.of(ApiCode.METHOD_NOT_ALLOWED, "this path takes " + allow), Map.of("Allow", allow), null);
    }

    private static AcceptedTypes wantForm(Incoming incoming, String produced, Progress progress) {
        AcceptedTypes accepted = AcceptedTypes.of(incoming.headers("Accept"), produced);
        if (accepted.envelope() && produced.equals(AcceptedTypes.JSON)) {
            progress.markEnveloped(true);
        } else if (accepted.problem()) {
            progress.wantProblem();
        }
        return accepted;
    }

    private void send(
            HelidonRequest incoming, ServerResponse response, Responder.Rendered rendered, Progress progress) {
        Map<String, String> headers = new LinkedHashMap<>(rendered.headers());
        ContentCodings.Coded coded = codings.encode(rendered.body(), incoming.headers("Accept-Encoding"));
        if (coded.isCoded()) {
            headers.put("Content-Encoding", coded.coding());
        }
        headers.putIfAbsent("Vary", "Accept-Encoding, Accept, Origin");
        headers.put(Names.REQUEST_ID, progress.requestId());
        headers.put(Names.TRACE_ID, traceId(incoming, progress.span()));
        headers.put(Names.SPAN_ID, progress.span().spanId());
        headers.put(Names.TRACEPARENT, progress.span().traceparent());
        headers.put(Names.API_VERSION, progress.version().name());
        headers.putAll(progress.version().headers());
        headers.put("X-Content-Type-Options", "nosniff");
        tellPosition(incoming, rendered.status(), headers, progress);
        headers.putAll(cors.headers(first(incoming, "Origin")));
        progress.span().with(LogKey.REQUEST_ID, progress.requestId());
        boolean bodiless = incoming.method().equals("HEAD");
        if (bodiless && rendered.status() != 304 && rendered.status() != 204) {
            headers.put("Content-Length", Integer.toString(coded.bytes().length));
        }
        headers.forEach((name, value) -> response.header(name, value));
        response.status(Status.create(rendered.status()));
        byte[] body = bodiless ? new byte[0] : coded.bytes();
        log.finished(incoming, rendered.status(), incoming.bytesRead(), body.length, progress);
        boolean last = incoming.isHttp1() && (incoming.isHalfRead() || wantsClose(incoming));
        if (last) {
            response.header("Connection", "close");
        }
        if (body.length == 0) {
            response.send();
        } else {
            response.send(body);
        }
        if (last) {
            // the server itself would go on and take what is left of the body for the next request
            throw new CloseConnectionException("the last answer on this connection");
        }
    }

    /** Every answer about deployments names a position: where no outcome and no view gave it, the one that this edge knows. */
    private void tellPosition(Incoming incoming, int status, Map<String, String> headers, Progress progress) {
        if (status == 401 || !OF_DEPLOYMENTS.matcher(incoming.rawPath()).matches()) {
            return;
        }
        Principal principal = progress.principal();
        Optional<String> tenant = principal == null
                ? Credentials.find(incoming, authenticator).map(Principal::tenant)
                : Optional.of(principal.tenant());
        if (tenant.isEmpty()) {
            return; // before a tenant is known there is no position
        }
        String told = headers.get(Names.POSITION);
        if (told != null) {
            positions.saw(tenant.get(), Long.parseLong(told));
            return;
        }
        // what fails here may fail for the views: they are not asked again
        OptionalLong known = status < 500 ? positions.find(tenant.get()) : positions.seen(tenant.get());
        known.ifPresent(position -> headers.put(Names.POSITION, Long.toString(position)));
    }

    private static boolean wantsClose(Incoming incoming) {
        return incoming.headers("Connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
    }

    /** A client's own trace id that is none of W3C's is given back as it came. */
    private static String traceId(Incoming incoming, TraceScope span) {
        String own = first(incoming, Names.TRACE_ID);
        if (own == null
                || !RequestIds.isId(own)
                || own.matches("[0-9a-fA-F]{32}")
                || first(incoming, Names.TRACEPARENT) != null) {
            return span.traceId();
        }
        span.attribute("rios.client_trace_id", own);
        return own;
    }

    private static @Nullable String first(Incoming incoming, String name) {
        List<String> lines = incoming.headers(name);
        return lines.isEmpty() ? null : lines.getFirst();
    }
}
