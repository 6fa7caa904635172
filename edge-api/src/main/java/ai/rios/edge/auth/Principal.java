package ai.rios.edge.auth;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as the token says. Immutable.
 *
 * @param tenant who owns what it is about
 * @param subject who acts
 * @param scopes what it may do
 * @param plan the limits it is held to
 * @param expiresAt when the credential ends
 * @param region where the client is, when its token says so
 */
public record Principal(
        String tenant,
        String subject,
        Set<String> scopes,
        Plan plan,
        Instant expiresAt,
        @Nullable String region) {
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public Principal {
        scopes = Set.copyOf(scopes);
        if (!isTenant(tenant)) {
            throw new IllegalArgumentException("a tenant is " + TENANT + ", not " + tenant);
        }
    }

    /** Whether the text may name a tenant. */
    public static boolean isTenant(String text) {
        return TENANT.matcher(text).matches();
    }

    /** Whether it may do that; {@code admin} may do everything. */
    public boolean may(String scope) {
        return scopes.contains(scope) || scopes.contains(Scopes.ADMIN);
    }
}
