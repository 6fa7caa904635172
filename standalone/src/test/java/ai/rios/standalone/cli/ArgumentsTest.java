package ai.rios.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
    private static final List<Option> OPTIONS =
            List.of(new Option("--port", "N", ""), new Option("--set", "K=V", ""), new Option("--json", "", ""));

    private static Arguments parse(String... args) {
        return Arguments.parse("up", OPTIONS, 0, List.of(args));
    }

    @Test
    void valuesMayFollowOrBeJoined() {
        assertThat(parse("--port", "1").port("--port", 9)).isEqualTo(1);
        assertThat(parse("--port=2").port("--port", 9)).isEqualTo(2);
        assertThat(parse().port("--port", 9)).isEqualTo(9);
    }

    @Test
    void anOptionMayBeRepeated() {
        assertThat(parse("--set", "a=1", "--set=b=2").all("--set")).containsExactly("a=1", "b=2");
    }

    @Test
    void anUnknownOptionIsRefusedByName() {
        assertRefused("has no option --prot", "--prot", "1");
    }

    @Test
    void aValueThatIsMissingIsRefused() {
        assertRefused("--port needs a value", "--port");
    }

    @Test
    void aSwitchTakesNoValue() {
        assertRefused("--json takes no value", "--json=yes");
    }

    @Test
    void aWordTooManyIsRefused() {
        assertRefused("\"now\"", "now");
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        assertThatThrownBy(() -> parse("--port", "65536").port("--port", 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("0 to 65535");
    }

    private static void assertRefused(String words, String... args) {
        assertThatThrownBy(() -> parse(args)).isInstanceOf(UsageException.class).hasMessageContaining(words);
    }
}
