package ai.rios.edge.http;

import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.runtime.guard.Guards;
import ai.rios.runtime.guard.RequestWatch;
import ai.rios.runtime.logging.LogKey;
import ai.rios.runtime.tracing.TraceScope;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one handler behind the server: every request goes through here, is given its ids, checked, handed to its route, and
 * answered, and whatever goes wrong on the way becomes an error in the documented form. Thread-safe.
 */
public final class FrontDoor implements Handler {
    private static final System.Logger LOG = System.getLogger(FrontDoor.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Answered however much is under way: who asks these decides whether this process lives. */
    private static final Pattern OF_STATE = Pattern.compile("/health(?:/.*)?|/metrics");

    /** Whose the requests are that nobody's token goes with; no tenant has this name. */
    private static final String NOBODY = "";

    private static final ApiError OVERLOADED =
            ApiError.of(ApiCode.OVERLOADED, "too much is under way here").after(RETRY_AFTER);

    private static final ApiError SHARE_TAKEN = ApiError.of(
                    ApiCode.OVERLOADED, "too much of this tenant is under way here")
            .after(RETRY_AFTER);

    private static final ApiError UNREAD =
            ApiError.of(ApiCode.OVERLOADED, "too many answers wait to be read").after(RETRY_AFTER);

    private final RouteTable routes;
    private final Exchanges exchanges;
    private final Authenticator authenticator;
    private final Guards guards;
    private final int maxBodyBytes;
    private final PositionHeader position;
    private final RequestPlaces places;
    private final UnsentBytes unsent;
    private final ContentCodings codings = new ContentCodings();

    /**
     * @param guards bound what is read of a body, and how long a client takes for its answer
     * @param maxBodyBytes of a request's body, packed and unpacked
     * @param maxRequests under way at once, but for those after the server's own state; of one tenant, and of all without a token
     *     together, a quarter at most
     * @param unsentBytes of large answers that wait for their clients, and as much again of small ones; of one tenant a quarter at
     *     most
     */
    public FrontDoor(
            RouteTable routes,
            Exchanges exchanges,
            Authenticator authenticator,
            Guards guards,
            int maxBodyBytes,
            int maxRequests,
            long unsentBytes,
            PositionHeader position) {
        this.routes = routes;
        this.exchanges = exchanges;
        this.authenticator = authenticator;
        this.guards = guards;
        this.maxBodyBytes = maxBodyBytes;
        this.places = new RequestPlaces(maxRequests);
        this.unsent = new UnsentBytes(unsentBytes);
        this.position = position;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        RequestWatch.rest(); // the time of a body runs while somebody waits for it
        HelidonRequest incoming = new HelidonRequest(request, codings, maxBodyBytes, guards);
        boolean ofState = OF_STATE.matcher(incoming.rawPath()).matches();
        try (RequestPlaces.Place place = ofState ? places.beside() : places.enter();
                TraceScope span = exchanges.span(incoming)) {
            Progress progress = exchanges.begin(incoming, span);
            Responder.Rendered rendered =
                    place == null ? refuse(incoming, progress) : answer(incoming, progress, place);
            if (place != null) {
                place.leaveUnlessOwned(); // a refusal that its client does not read is to keep nobody out
            }
            String owner = ofState ? null : owner(progress);
            sendWithinRoom(incoming, response, rendered, owner, progress);
        }
        incoming.drain(); // without a place: a client that withholds a body nobody wanted is to keep nobody out
    }

    private Responder.Rendered refuse(Incoming incoming, Progress progress) {
        exchanges.wantForm(incoming, AcceptedTypes.JSON, progress);
        return exchanges.responder().error(OVERLOADED, Map.of(), progress);
    }

    private Responder.Rendered answer(Incoming incoming, Progress progress, RequestPlaces.Place place) {
        try {
            return exchanges.responder().success(route(incoming, progress, place), progress);
        } catch (ApiException e) {
            return exchanges.responder().error(e.error(), e.headers(), progress);
        } catch (ProjectionBehindException e) {
            ApiError error = ApiError.of(ApiCode.PROJECTION_BEHIND, "the view of the tenant is at " + e.position())
                    .with("position", e.position())
                    .after(RETRY_AFTER);
            return exchanges.responder().error(error, Map.of(Names.POSITION, Long.toString(e.position())), progress);
        } catch (QueryUnavailableException e) {
            LOG.log(Level.WARNING, "no view answers", e);
            ApiError error =
                    ApiError.of(ApiCode.UNAVAILABLE, "no view can answer now").after(RETRY_AFTER);
            return exchanges.responder().error(error, Map.of(), progress);
        } catch (CloseConnectionException | RequestException | HttpException e) {
            throw e; // the server's own: about the connection, or the framing of the request
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a request failed, template=" + progress.template(), e);
            progress.span().failed(e);
            return exchanges
                    .responder()
                    .error(ApiError.of(ApiCode.INTERNAL, "something went wrong here"), Map.of(), progress);
        }
    }

    private Answer route(Incoming incoming, Progress progress, RequestPlaces.Place place) {
        String path = incoming.rawPath();
        Answer redirect = Redirects.find(path, incoming.rawQuery());
        if (redirect != null) {
            return redirect;
        }
        RouteTable.Match match = routes.find(incoming.method(), path);
        return switch (match) {
            case RouteTable.Found(Route route, Map<String, String> parameters) ->
                call(route, parameters, incoming, progress, place);
            case RouteTable.OtherMethods other -> otherMethod(other, incoming, progress);
            case RouteTable.Nothing _ -> {
                exchanges.wantForm(incoming, AcceptedTypes.JSON, progress);
                progress.speak(exchanges.versions().spoken(path, null));
                throw new ApiException(ApiCode.NOT_FOUND, "there is nothing at this path");
            }
        };
    }

    private Answer call(
            Route route,
            Map<String, String> parameters,
            Incoming incoming,
            Progress progress,
            RequestPlaces.Place place) {
        progress.matched(route.template());
        progress.span().named(route.method() + ' ' + route.template());
        AcceptedTypes accepted = exchanges.wantForm(incoming, route.produces(), progress);
        if (!accepted.plain()) {
            throw new ApiException(ApiCode.NOT_ACCEPTABLE, "this path answers " + route.produces());
        }
        exchanges.speak(incoming, progress);
        Principal principal = route.open() ? null : authorize(route, incoming, progress);
        if (!place.own(owner(progress))) { // before its body is waited for
            throw new ApiException(principal == null ? OVERLOADED : SHARE_TAKEN);
        }
        Exchanges.requireId(incoming);
        Query query = Query.parse(incoming.rawQuery());
        if (!route.open()) {
            query.requireOnly(route.parameters(), route.repeatable());
        }
        return route.handler()
                .handle(new Call(incoming, route, parameters, query, principal, progress, exchanges.versions()));
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
        exchanges.wantForm(incoming, AcceptedTypes.JSON, progress);
        String allow = String.join(", ", other.allowed());
        if (incoming.method().equals("OPTIONS")) {
            return exchanges.cors().options(incoming, allow);
        }
        throw new ApiException(
                ApiError.of(ApiCode.METHOD_NOT_ALLOWED, "this path takes " + allow), Map.of("Allow", allow), null);
    }

    private static String owner(Progress progress) {
        Principal principal = progress.principal();
        return principal == null ? NOBODY : principal.tenant();
    }

    /** @param owner whose share of the room it takes; null for what tells the server's own state */
    private void sendWithinRoom(
            HelidonRequest incoming,
            ServerResponse response,
            Responder.Rendered rendered,
            @Nullable String owner,
            Progress progress) {
        ContentCodings.Coded coded = encode(incoming, rendered);
        try (UnsentBytes.Room room = room(incoming, coded, owner)) {
            if (room != null) {
                send(incoming, response, rendered, coded, progress);
                return;
            }
        }
        Responder.Rendered refusal = withoutRoom(incoming, rendered, progress);
        ContentCodings.Coded small = encode(incoming, refusal);
        try (UnsentBytes.Room room = room(incoming, small, owner)) {
            if (room == null) {
                throw new CloseConnectionException("no room for an answer, nor for saying so");
            }
            send(incoming, response, refusal, small, progress);
        }
    }

    private ContentCodings.Coded encode(Incoming incoming, Responder.Rendered rendered) {
        return codings.encode(rendered.content(), incoming.headers("Accept-Encoding"));
    }

    private UnsentBytes.@Nullable Room room(Incoming incoming, ContentCodings.Coded coded, @Nullable String owner) {
        int length = isBodiless(incoming) ? 0 : coded.bytes().length;
        return owner == null ? unsent.takeForState(length) : unsent.take(owner, length);
    }

    /** A write may have been done, so that its client is told where to ask. */
    private Responder.Rendered withoutRoom(Incoming incoming, Responder.Rendered unsendable, Progress progress) {
        String operation = unsendable.headers().get(Names.OPERATION);
        if (operation == null || incoming.method().equals("GET")) {
            return exchanges.responder().error(UNREAD, Map.of(), progress);
        }
        ApiError error = ApiError.of(
                        ApiCode.TIMEOUT,
                        "too many answers wait to be read; ask the operation, or repeat under the same key")
                .with("operation", operation);
        return exchanges.responder().error(error, Map.of(Names.OPERATION, operation), progress);
    }

    private static boolean isBodiless(Incoming incoming) {
        return incoming.method().equals("HEAD");
    }

    private void send(
            HelidonRequest incoming,
            ServerResponse response,
            Responder.Rendered rendered,
            ContentCodings.Coded coded,
            Progress progress) {
        Map<String, String> headers = new LinkedHashMap<>(rendered.headers());
        if (coded.isCoded()) {
            headers.put("Content-Encoding", coded.coding());
        }
        headers.putIfAbsent("Vary", "Accept-Encoding, Accept, Origin");
        headers.putAll(exchanges.headers(incoming, progress));
        position.complete(incoming, rendered.status(), headers, progress);
        boolean bodiless = isBodiless(incoming);
        if (bodiless && rendered.status() != 304 && rendered.status() != 204) {
            headers.put("Content-Length", Integer.toString(coded.bytes().length));
        }
        headers.forEach((name, value) -> response.header(name, value));
        response.status(Status.create(rendered.status()));
        byte[] body = bodiless ? new byte[0] : coded.bytes();
        exchanges.log().finished(incoming, rendered.status(), incoming.bytesRead(), body.length, progress);
        boolean last = incoming.isHttp1() && (incoming.isHalfRead() || wantsClose(incoming));
        if (last) {
            response.header("Connection", "close");
        }
        try (Guards.Bounded _ = guards.writing(body.length)) {
            if (body.length == 0) {
                response.send();
            } else {
                response.send(body);
            }
        }
        if (last) {
            // the server itself would go on and take what is left of the body for the next request
            throw new CloseConnectionException("the last answer on this connection");
        }
    }

    private static boolean wantsClose(Incoming incoming) {
        return incoming.headers("Connection").stream().anyMatch(value -> value.equalsIgnoreCase("close"));
    }
}
