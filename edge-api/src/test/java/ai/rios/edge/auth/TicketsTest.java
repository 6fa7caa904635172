package ai.rios.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.signing.Signer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Tickets tickets = new Tickets(Signer.of(List.of(Signer.newKey())), now::get);
    private final Principal alice = new Principal(
            "acme", "ali|ce", Set.of("deployments:read"), Plan.DEVELOPMENT, START.plusSeconds(3_600), null);

    @Test
    void aTicketStandsForItsHolder() {
        Tickets.Ticket ticket = tickets.issue(alice, "/v1/stream");

        assertThat(tickets.redeem(ticket.text(), "/v1/stream")).isEqualTo(new Authentication.Granted(alice));
        assertThat(ticket.expiresAt()).isEqualTo(START.plusSeconds(30));
    }

    @Test
    void aHolderWithoutScopesGetsNone() {
        Principal nobody = new Principal("acme", "a", Set.of(), Plan.DEFAULT, START.plusSeconds(3_600), null);

        assertThat(tickets.redeem(tickets.issue(nobody, "/v1/stream").text(), "/v1/stream"))
                .isEqualTo(new Authentication.Granted(nobody));
    }

    @Test
    void itIsForOnePathAndHalfAMinute() {
        Tickets.Ticket ticket = tickets.issue(alice, "/v1/stream");

        assertThat(tickets.redeem(ticket.text(), "/v1/ws")).isInstanceOf(Authentication.Denied.class);
        assertThat(tickets.redeem("nonsense", "/v1/stream")).isInstanceOf(Authentication.Denied.class);

        now.set(START.plusSeconds(30));
        assertThat(tickets.redeem(ticket.text(), "/v1/stream"))
                .isEqualTo(new Authentication.Denied(ApiCode.TOKEN_EXPIRED, "the ticket has expired"));
    }

    @Test
    void itNeverOutlivesItsToken() {
        Principal soon = new Principal("acme", "a", Set.of(), Plan.DEFAULT, START.plusSeconds(5), null);

        assertThat(tickets.issue(soon, "/v1/stream").expiresAt()).isEqualTo(START.plusSeconds(5));
    }
}
