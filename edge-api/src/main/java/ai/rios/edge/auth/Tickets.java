package ai.rios.edge.auth;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.signing.Base64Url;
import ai.rios.edge.signing.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Tickets let a browser open a socket, which cannot send a header: signed, for one path, for half a minute. Any edge of the
 * stack takes them. Thread-safe.
 */
public final class Tickets {
    /** How long a ticket is good. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final String PURPOSE = "ticket-1";
    private static final int PARTS = 7;

    private final Signer signer;
    private final InstantSource clock;

    public Tickets(Signer signer, InstantSource clock) {
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * A ticket as it is handed out.
     *
     * @param expiresAt the socket must have been opened by then
     */
    public record Ticket(String text, String path, Instant expiresAt) {}

    /** A ticket that gives its holder what the principal has, on that path only. */
    public Ticket issue(Principal principal, String path) {
        Instant end = clock.instant().truncatedTo(ChronoUnit.MILLIS).plus(LIFETIME);
        Instant expiresAt = end.isBefore(principal.expiresAt()) ? end : principal.expiresAt();
        String payload = String.join(
                "|",
                Long.toString(expiresAt.toEpochMilli()),
                Long.toString(principal.expiresAt().toEpochMilli()),
                principal.tenant(),
                encode(principal.subject()),
                encode(String.join(" ", principal.scopes())),
                principal.plan().name(),
                encode(path));
        return new Ticket(signer.sign(PURPOSE, payload), path, expiresAt);
    }

    /** Who holds a ticket; denied when it is not ours, is over, or is for another path. */
    public Authentication redeem(String ticket, String path) {
        Optional<String> payload = signer.verify(PURPOSE, ticket);
        if (payload.isEmpty()) {
            return Authentication.denied("the ticket is not good");
        }
        String[] parts = payload.get().split("\\|", -1);
        if (parts.length != PARTS || !decode(parts[6]).equals(path)) {
            return Authentication.denied("the ticket is for another path");
        }
        if (!clock.instant().isBefore(Instant.ofEpochMilli(Long.parseLong(parts[0])))) {
            return new Authentication.Denied(ApiCode.TOKEN_EXPIRED, "the ticket has expired");
        }
        return new Authentication.Granted(new Principal(
                parts[2],
                decode(parts[3]),
                Scopes.parse(decode(parts[4])),
                Plan.of(parts[5]),
                Instant.ofEpochMilli(Long.parseLong(parts[1])),
                null));
    }

    private static String encode(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of what {@link #encode} has made, since it was signed. */
    private static String decode(String text) {
        return new String(Base64Url.decode(text).orElseThrow(), StandardCharsets.UTF_8);
    }
}
