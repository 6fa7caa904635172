package ai.rios.edge.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of what a token may allow. */
public final class Scopes {
    public static final String DEPLOYMENTS_READ = "deployments:read";
    public static final String DEPLOYMENTS_WRITE = "deployments:write";
    public static final String DEPLOYMENTS_STATUS = "deployments:status";
    public static final String ADMIN = "admin";

    /** Every scope, topics with all prefixes: what a development token has. */
    public static final List<String> ALL = List.of(
            DEPLOYMENTS_READ,
            DEPLOYMENTS_WRITE,
            DEPLOYMENTS_STATUS,
            "tasks:read",
            "tasks:write",
            "topics:publish:*",
            "topics:subscribe:*",
            "logs:read",
            ADMIN);

    /** Topics by the start of their names: whole segments, eight at most; a dot at the end makes it a segment of its own. */
    private static final Pattern OF_TOPICS =
            Pattern.compile("topics:(publish|subscribe):[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0,7}\\.?");

    private Scopes() {}

    /** The scopes of a token's or ticket's text, each once: separated by spaces (RFC 6749, 3.3). */
    static Set<String> parse(String text) {
        return Arrays.stream(text.split(" ")).filter(scope -> !scope.isBlank()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether there is such a scope. */
    public static boolean isKnown(String scope) {
        return ALL.contains(scope) || OF_TOPICS.matcher(scope).matches();
    }
}
