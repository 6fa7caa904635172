package ai.rios.libp2p.muxer.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameHeaderTest {
    private static final HexFormat HEX = HexFormat.of();

    /** The first four as js-libp2p was seen to send them. */
    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("000100010000000200000000", new FrameHeader(FrameType.WINDOW_UPDATE, 1, 2, 0)),
                Arguments.of("000100020000000100000026", new FrameHeader(FrameType.WINDOW_UPDATE, 2, 1, 38)),
                Arguments.of("000200010000000000000000", new FrameHeader(FrameType.PING, 1, 0, 0)),
                Arguments.of("000000000000000200000024", new FrameHeader(FrameType.DATA, 0, 2, 36)),
                Arguments.of("000300000000000000000002", new FrameHeader(FrameType.GO_AWAY, 0, 0, 2)),
                Arguments.of(
                        "0000fffffffffffeffffffff", new FrameHeader(FrameType.DATA, 65_535, 4294967294L, 4294967295L)));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void headersAreReadAndWritten(String hex, FrameHeader header) throws YamuxViolation {
        byte[] bytes = new byte[14];
        header.encode(bytes, 1);
        assertThat(HEX.formatHex(bytes, 1, 13)).isEqualTo(hex);
        assertThat(FrameHeader.decode(HEX.parseHex("ff" + hex), 1)).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"010000000000000000000000", "000400000000000000000000", "00ff00000000000000000000"})
    void otherVersionsAndTypesAreRefused(String hex) {
        assertThatExceptionOfType(YamuxViolation.class).isThrownBy(() -> FrameHeader.decode(HEX.parseHex(hex), 0));
    }
}
