package ai.rios.edge.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All routes, found by path and method. Paths are compared segment by segment as they were sent, so that no escape leads round a
 * check; a variable segment is then decoded. Immutable.
 */
public final class RouteTable {
    private final List<Route> routes;
    private final List<Resource> resources;

    private record Resource(String template, List<String> segments, Map<String, Route> methods) {}

    /** What was found for a path. */
    sealed interface Match {}

    /** A route, with the values of the template's names. */
    record Found(Route route, Map<String, String> pathParameters) implements Match {}

    /** The path is known, but not that method on it. */
    record OtherMethods(String template, Set<String> allowed) implements Match {}

    /** Nothing is there. */
    record Nothing() implements Match {}

    /**
     * A table of these routes.
     *
     * @throws IllegalArgumentException when two routes have the same method and template
     */
    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        Map<String, Resource> byTemplate = new LinkedHashMap<>();
        for (Route route : routes) {
            Resource resource = byTemplate.computeIfAbsent(
                    route.template(), template -> new Resource(template, route.segments(), new HashMap<>()));
            if (resource.methods().put(route.method(), route) != null) {
                throw new IllegalArgumentException(
                        route.method() + " " + route.template() + " stands twice among the routes");
            }
        }
        this.resources = List.copyOf(byTemplate.values());
    }

    /** All routes, in the order in which they were given. */
    public List<Route> routes() {
        return routes;
    }

    /** What stands at a raw path for a method; HEAD is answered by GET. */
    Match find(String method, String rawPath) {
        if (!rawPath.startsWith("/")) {
            return new Nothing();
        }
        List<String> path = split(rawPath);
        for (Resource resource : resources) {
            Map<String, String> parameters = match(resource.segments(), path);
            if (parameters != null) {
                Route route = resource.methods().get(method.equals("HEAD") ? "GET" : method);
                return route == null
                        ? new OtherMethods(resource.template(), allowed(resource))
                        : new Found(route, parameters);
            }
        }
        return new Nothing();
    }

    private static Set<String> allowed(Resource resource) {
        Set<String> allowed = new TreeSet<>(resource.methods().keySet());
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add("OPTIONS");
        return allowed;
    }

    private static @Nullable Map<String, String> match(List<String> template, List<String> path) {
        if (template.size() != path.size()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String expected = template.get(i);
            if (expected.startsWith("{")) {
                String value = PercentText.decode(path.get(i), false).orElse("");
                if (value.isEmpty()) {
                    return null;
                }
                parameters.put(expected.substring(1, expected.length() - 1), value);
            } else if (!expected.equals(path.get(i))) {
                return null;
            }
        }
        return parameters;
    }

    private static List<String> split(String rawPath) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        for (int at = 1; at <= rawPath.length(); at++) {
            if (at == rawPath.length() || rawPath.charAt(at) == '/') {
                segments.add(rawPath.substring(start, at));
                start = at + 1;
            }
        }
        return segments;
    }
}
