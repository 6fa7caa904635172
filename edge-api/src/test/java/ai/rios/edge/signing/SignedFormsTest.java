package ai.rios.edge.signing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.auth.Authentication;
import ai.rios.edge.auth.Plan;
import ai.rios.edge.auth.Principal;
import ai.rios.edge.auth.Tickets;
import ai.rios.edge.deployments.ListCursors;
import ai.rios.schemas.golden.Form;
import ai.rios.schemas.query.LogPosition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients carry from an edge of one version to one of another. */
class SignedFormsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:34:56.789Z");
    private static final Signer SIGNER = Signer.of(List.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"));
    private static final WatchCursors WATCH = new WatchCursors(SIGNER);
    private static final ListCursors LIST = new ListCursors(SIGNER, InstantSource.fixed(NOW));
    private static final Tickets TICKETS = new Tickets(SIGNER, InstantSource.fixed(NOW));
    private static final String LISTED = "/v1/deployments?status=running";
    private static final String PATH = "/v1/stream";

    static Stream<Form<?>> forms() {
        return Stream.of(
                Form.text(
                        "watch-cursor",
                        Map.of("one", new LogPosition("Zkx2h0P1Q5yTn3vB8wRj4A", 7, 12_345)),
                        position -> WATCH.encode("acme", position),
                        text -> WATCH.decode("acme", text).orElseThrow()),
                Form.text(
                        "list-cursor",
                        Map.of("one", "deploy_01kg9v3fzn000000000000000a"),
                        key -> LIST.encode("acme", LISTED, key),
                        text -> String.valueOf(LIST.decode("acme", LISTED, text))),
                Form.text(
                        "ticket",
                        Map.of(
                                "one",
                                new Principal(
                                        "acme",
                                        "alice|bob",
                                        Set.of("deployments:read"),
                                        Plan.DEVELOPMENT,
                                        NOW.plusSeconds(3_600),
                                        null)),
                        principal -> TICKETS.issue(principal, PATH).text(),
                        SignedFormsTest::redeemed));
    }

    private static Principal redeemed(String ticket) {
        return TICKETS.redeem(ticket, PATH) instanceof Authentication.Granted(Principal principal)
                ? principal
                : new Principal("denied", "", Set.of(), Plan.DEVELOPMENT, NOW, null);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyVersionReadsWhatTheOthersWrite(Form<?> form) {
        assertThat(form.problems()).isEmpty();
    }
}
