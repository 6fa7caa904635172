package ai.rios.bench.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.BenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerLineTest {
    @Test
    void aLineHasTextsNumbersAndAnAddress() {
        PeerLine line = PeerLine.parse("{\"event\":\"listening\",\"pid\":7,\"addrs\":[\"/ip4/a\",\"/ip4/b\"]}");

        assertThat(line.text("event")).isEqualTo("listening");
        assertThat(line.number("pid")).isEqualTo(7);
        assertThat(line.address()).isEqualTo("/ip4/a");
    }

    @Test
    void aPeersFailureIsTheBenchmarks() {
        assertThatThrownBy(() -> PeerLine.parse("{\"event\":\"error\",\"message\":\"an echo differs\"}"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("an echo differs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "listening", "{\"event\":", "[]", "{\"peer\":1}"})
    void whatIsNoEventIsRefused(String text) {
        assertThatThrownBy(() -> PeerLine.parse(text)).isInstanceOf(BenchException.class);
    }

    @Test
    void aFigureThatIsMissingOrNoNumberIsNamed() {
        PeerLine line = PeerLine.parse("{\"event\":\"echo\",\"p50us\":\"17\"}");

        assertThatThrownBy(() -> line.number("p50us")).hasMessageContaining("p50us");
        assertThatThrownBy(() -> line.number("frames")).hasMessageContaining("frames");
        assertThatThrownBy(line::address).hasMessageContaining("addrs");
    }
}
