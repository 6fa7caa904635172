package ai.rios.edge.http;

import ai.rios.edge.auth.Authenticator;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.positions.TenantPositions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Sees to it that every answer about deployments names a position: where no outcome and no view gave it, the one that this edge
 * knows. Blocking; thread-safe.
 */
public final class PositionHeader {
    private static final Pattern OF_DEPLOYMENTS = Pattern.compile("/v\\d+/(?:deployments|batch|operations)(?:/.*)?");

    private final Authenticator authenticator;
    private final TenantPositions positions;

    /**
     * @param authenticator finds the tenant where a request ended before its credential was looked at
     * @param positions are told what answers say, and say it where an answer does not
     */
    public PositionHeader(Authenticator authenticator, TenantPositions positions) {
        this.authenticator = authenticator;
        this.positions = positions;
    }

    /** @param headers of the answer, to which the position is added if it is lacking and known */
    void complete(Incoming incoming, int status, Map<String, String> headers, Progress progress) {
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
}
