package ai.rios.bench.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PeerLoadTest {
    @Test
    void aRoundTripIsTheMedianOfTheTurnsAndItsProcessorTimeThatOfAll() {
        List<PeerLine> turns = List.of(
                PeerLine.parse("{\"event\":\"echo\",\"frames\":100,\"seconds\":1,\"p50us\":17}"),
                PeerLine.parse("{\"event\":\"echo\",\"frames\":100,\"seconds\":1,\"p50us\":40}"),
                PeerLine.parse("{\"event\":\"echo\",\"frames\":200,\"seconds\":1,\"p50us\":19}"));

        assertThat(PeerLoad.Kind.ROUND_TRIPS.figures(turns, 8_000)).isEqualTo(new LoadFigures(19, 20));
    }

    @Test
    void bytesBothWaysAreMegabytesASecondAndProcessorSecondsAGibibyte() {
        PeerLine turn =
                PeerLine.parse("{\"event\":\"perf\",\"uploaded\":1073741824,\"downloaded\":1073741824,\"seconds\":2}");

        assertThat(PeerLoad.Kind.BYTES.figures(List.of(turn, turn), 10e6))
                .isEqualTo(new LoadFigures(1_073.741_824, 2.5));
    }

    @Test
    void handshakesAreCountedASecondAndTheirProcessorTimeIsInMilliseconds() {
        List<PeerLine> turns = List.of(
                PeerLine.parse("{\"event\":\"handshakes\",\"count\":100,\"seconds\":0.5}"),
                PeerLine.parse("{\"event\":\"handshakes\",\"count\":100,\"seconds\":1.5}"));

        assertThat(PeerLoad.Kind.HANDSHAKES.figures(turns, 300_000)).isEqualTo(new LoadFigures(100, 1.5));
    }

    @Test
    void theEventThatEndsATurnIsCalledAsTheVerb() {
        assertThat(PeerLoad.of("a load", PeerLoad.Kind.BYTES, "perf --upload 1").event())
                .isEqualTo("perf");
    }
}
