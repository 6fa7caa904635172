package ai.rios.edge.http;

import org.jspecify.annotations.Nullable;

/** Paths without a version, which are led to the current one with the same method and body (308). */
final class Redirects {
    private static final String UNVERSIONED = "/deployments";

    private Redirects() {}

    static @Nullable Answer find(String rawPath, String rawQuery) {
        if (!rawPath.equals(UNVERSIONED) && !rawPath.startsWith(UNVERSIONED + '/')) {
            return null;
        }
        String query = rawQuery.isEmpty() ? "" : '?' + rawQuery;
        return Answer.empty(308).with("Location", "/v1" + rawPath + query);
    }
}
