package ai.rios.edge.auth;

import java.util.List;

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

    private Scopes() {}
}
