package ai.rios.edge.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One method on one path. Immutable.
 *
 * @param method upper case
 * @param template path with names in braces, such as {@code /v1/deployments/{id}}; also the label of metrics
 * @param scope what the token must allow; null when any token will do
 * @param open whether it may be called without a token
 * @param produces media type of its answers
 * @param parameters of the query that it takes, each once
 * @param repeatable parameters of the query that may stand several times
 * @param handler makes the answer
 */
public record Route(
        String method,
        String template,
        @Nullable String scope,
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
        parameters = Set.copyOf(parameters);
        repeatable = Set.copyOf(repeatable);
    }

    /** A route of the API: JSON, for tokens with that scope. */
    public static Route api(String method, String template, @Nullable String scope, Handler handler) {
        return new Route(method, template, scope, false, AcceptedTypes.JSON, Set.of(), Set.of(), handler);
    }

    /** A route that needs no token. */
    public static Route open(String method, String template, String produces, Handler handler) {
        return new Route(method, template, null, true, produces, Set.of(), Set.of(), handler);
    }

    /** This route, taking these parameters too. */
    public Route taking(String... names) {
        return new Route(method, template, scope, open, produces, Set.of(names), repeatable, handler);
    }

    /** This route, taking these parameters several times. */
    public Route repeating(String... names) {
        return new Route(method, template, scope, open, produces, parameters, Set.of(names), handler);
    }

    /** The segments of the template. */
    List<String> segments() {
        return List.of(template.substring(1).split("/"));
    }
}
