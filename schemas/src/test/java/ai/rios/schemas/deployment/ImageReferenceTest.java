package ai.rios.schemas.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String HEX_64 = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "app:1.0",
                "library/app",
                "registry.example.com/team/app:1.0",
                "localhost:5000/app",
                "REGISTRY.example.com/app:Tag_1.2-x",
                "[2001:db8::1]:5000/app",
                "a--b/c__d/e.f-g_h",
                "app:_under"
            })
    void referencesOfTheGrammarAreValid(String image) {
        assertThat(ImageReference.isValid(image)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " app",
                "app ",
                "App",
                "app:",
                "app:-x",
                "app@",
                "app@sha256:12",
                "app//b",
                "/app",
                "app/",
                "a___b",
                "a..b",
                "http://example.com/app",
                "app:1:2",
                "registry.example.com:port/app",
                "app\n"
            })
    void whatTheGrammarDoesNotKnowIsNot(String image) {
        assertThat(ImageReference.isValid(image)).isFalse();
    }

    @Test
    void aDigestHasItsWholeLength() {
        assertThat(ImageReference.isValid("app@sha256:" + HEX_64)).isTrue();
        assertThat(ImageReference.isValid("app:1@sha256:" + HEX_64)).isTrue();
        assertThat(ImageReference.isValid("app@sha256:" + HEX_64 + "0")).isFalse();
        assertThat(ImageReference.isValid("app@sha256:" + HEX_64.toUpperCase(Locale.ROOT)))
                .isFalse();
        assertThat(ImageReference.isValid("app@multihash+base58:" + HEX_64)).isTrue();
    }

    @Test
    void aReferenceHasAtMost255Characters() {
        assertThat(ImageReference.isValid("a".repeat(255))).isTrue();
        assertThat(ImageReference.isValid("a".repeat(256))).isFalse();
    }

    @Test
    void noInputTakesLong() {
        assertThat(ImageReference.isValid("a-".repeat(127) + "!")).isFalse();
        assertThat(ImageReference.isValid("a.".repeat(127) + "!")).isFalse();
    }
}
