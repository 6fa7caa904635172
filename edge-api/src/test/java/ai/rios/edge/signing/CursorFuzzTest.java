package ai.rios.edge.signing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.deployments.ListCursors;
import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiException;
import ai.rios.schemas.fuzz.Fuzz;
import ai.rios.schemas.query.LogPosition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cursors that are changed are worth nothing, and what has been signed under another shape ends nothing. */
class CursorFuzzTest {
    private static final LogPosition POSITION = new LogPosition("topic", 7, 123_456);
    private static final String LISTED = "/v1/deployments\nname ^= \"a\"";

    private final Signer signer = Signer.of(List.of(Signer.newKey()));
    private final WatchCursors watches = new WatchCursors(signer);
    private final ListCursors lists = new ListCursors(signer, () -> Instant.EPOCH);

    @Test
    void onlyTheWatchCursorsThatWereGivenAreTaken() {
        String own = watches.encode("acme", POSITION);
        String others = watches.encode("others", POSITION);

        Fuzz.texts(List.of(own, others), text -> {
            if (text.equals(own)) {
                assertThat(watches.decode("acme", text)).contains(POSITION);
            } else {
                assertThat(watches.decode("acme", text)).isEmpty();
            }
        });
    }

    @Test
    void onlyTheListCursorsThatWereGivenAreTaken() {
        String own = lists.encode("acme", LISTED, "web");
        String others = lists.encode("acme", "/v1/deployments\n", "web");

        Fuzz.texts(List.of(own, others), text -> {
            try {
                assertThat(lists.decode("acme", LISTED, text)).isEqualTo("web");
                assertThat(text).isEqualTo(own);
            } catch (ApiException refused) {
                assertThat(refused.error().code())
                        .isEqualTo(text.equals(others) ? ApiCode.CURSOR_MISMATCH : ApiCode.INVALID_REQUEST);
            }
        });
    }

    @Test
    void signedPayloadsOfAnyShapeAreReadOrRefused() {
        Fuzz.texts(
                List.of("acme|topic|7|123456", "acme|t|999999999|999999999999999999"),
                payload -> watches.decode("acme", signer.sign("watch-1", payload))
                        .ifPresent(position ->
                                assertThat(watches.encode("acme", position)).isNotEmpty()));
    }
}
