package ai.rios.edge.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path. Immutable.
 *
 * @param method upper case
 * @param template path with names in braces, such as {@code /v1/deployments/{id}}; also the label of metrics
 * @param scopes of which the token must allow one; empty when any token will do. A refusal names the first
 * @param open whether it may be called without a token
 * @param produces media type of its answers
 * @param parameters of the query that it takes, each once
 * @param repeatable parameters of the query that may stand several times
 * @param handler makes the answer
 */
public record Route(
        String method,
        String template,
        List<String> scopes,
        boolean open,
        String produces,
        Set<String> parameters,
        Set<String> repeatable,
        Handler handler) {
    /** Makes the answer to a call. Blocking; thread-safe. */
    public interface Handler {
        /**
         * Handles one call.
         *
         * @throws ai.rios.edge.errors.ApiException to answer with an error
         */
        Answer handle(Call call);
    }

    public Route {
        scopes = List.copyOf(scopes);
        parameters = Set.copyOf(parameters);
        repeatable = Set.copyOf(repeatable);
    }

    /** A route of the API: JSON, for tokens with that scope. */
    public static Route api(String method, String template, @Nullable String scope, Handler handler) {
        List<String> scopes = scope == null ? List.of() : List.of(scope);
        return new Route(method, template, scopes, false, AcceptedTypes.JSON, Set.of(), Set.of(), handler);
    }

    /** A route that needs no token. */
    public static Route open(String method, String template, String produces, Handler handler) {
        return new Route(method, template, List.of(), true, produces, Set.of(), Set.of(), handler);
    }

    /** This route, for tokens with one of these scopes too. */
    public Route alsoFor(String... others) {
        List<String> all = Stream.concat(scopes.stream(), Stream.of(others)).toList();
        return new Route(method, template, all, open, produces, parameters, repeatable, handler);
    }

    /** This route, taking these parameters too. */
    public Route taking(String... names) {
        return new Route(method, template, scopes, open, produces, Set.of(names), repeatable, handler);
    }

    /** This route, taking these parameters several times. */
    public Route repeating(String... names) {
        return new Route(method, template, scopes, open, produces, parameters, Set.of(names), handler);
    }

    /** The segments of the template. */
    List<String> segments() {
        return List.of(template.substring(1).split("/"));
    }
}
