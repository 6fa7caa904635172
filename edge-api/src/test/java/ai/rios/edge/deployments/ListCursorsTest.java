package ai.rios.edge.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.signing.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListCursorsTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final Signer signer = Signer.of(List.of(Signer.newKey()));

    @Test
    void theMarkStaysForAWhileAndChangesBeforeCursorsAreOld() {
        String mark = mark(signer, START);

        assertThat(mark(signer, START.plus(Duration.ofMinutes(29)))).isEqualTo(mark);
        assertThat(mark(signer, START.plus(Duration.ofMinutes(30)))).isNotEqualTo(mark);
    }

    @Test
    void theMarkChangesWithTheKey() {
        assertThat(mark(Signer.of(List.of(Signer.newKey())), START)).isNotEqualTo(mark(signer, START));
    }

    @Test
    void aCursorIsGoodForAnHourAndThenExpired() {
        String cursor = new ListCursors(signer, InstantSource.fixed(START)).encode("acme", "/list", "key");

        assertThat(decode(cursor, START.plus(Duration.ofHours(1)))).isEqualTo("key");
        assertThatThrownBy(() -> decode(cursor, START.plus(Duration.ofHours(1)).plusMillis(1)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.error().code()).isEqualTo(ApiCode.CURSOR_EXPIRED));
    }

    private @Nullable String decode(String cursor, Instant now) {
        return new ListCursors(signer, InstantSource.fixed(now)).decode("acme", "/list", cursor);
    }

    private static String mark(Signer signer, Instant now) {
        return new ListCursors(signer, InstantSource.fixed(now)).mark();
    }
}
