package ai.rios.edge.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.query.LogPosition;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignerTest {
    private final String oldKey = Signer.newKey();
    private final String newKey = Signer.newKey();

    @Test
    void whatWasSignedIsGivenBack() {
        Signer signer = Signer.of(List.of(newKey));

        assertThat(signer.verify("a", signer.sign("a", "payload ü"))).contains("payload ü");
    }

    @Test
    void nothingElseIs() {
        Signer signer = Signer.of(List.of(newKey));
        String token = signer.sign("a", "payload");
        for (int at = 0; at < token.length(); at++) {
            char other = token.charAt(at) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, at) + other + token.substring(at + 1);
            assertThat(signer.verify("a", changed).filter(payload -> !payload.equals("payload")))
                    .as(changed)
                    .isEmpty();
        }
        assertThat(signer.verify("b", token)).as("another purpose").isEmpty();
        assertThat(signer.verify("a", "")).isEmpty();
        assertThat(signer.verify("a", "no base64!")).isEmpty();
        assertThat(signer.verify("a", "A".repeat(10_000))).isEmpty();
        assertThat(Signer.of(List.of(oldKey)).verify("a", token))
                .as("another key")
                .isEmpty();
    }

    @Test
    void keysMayBeRotated() {
        String before = Signer.of(List.of(oldKey)).sign("a", "x");
        Signer rotated = Signer.of(List.of(newKey, oldKey));

        assertThat(rotated.verify("a", before)).contains("x");
        assertThat(Signer.of(List.of(newKey)).verify("a", rotated.sign("a", "y")))
                .contains("y");
    }

    @Test
    void badKeysAreRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> Signer.of(List.of())).hasMessageContaining("edge.signing-keys");
        assertThatThrownBy(() -> Signer.of(List.of("short")))
                .hasMessageContaining("edge.signing-keys")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> Signer.of(List.of("not!base64"))).hasMessageNotContaining("not!base64");
    }

    @Test
    void aWatchCursorIsForItsTenantOnly() {
        WatchCursors cursors = new WatchCursors(Signer.of(List.of(newKey)));
        LogPosition position = new LogPosition("abcDEF-_123", 11, 9_000_000_000L);

        String cursor = cursors.encode("acme", position);

        assertThat(cursors.decode("acme", cursor)).contains(position);
        assertThat(cursors.decode("other", cursor)).isEmpty();
        assertThat(cursor).hasSizeLessThanOrEqualTo(255);
    }
}
