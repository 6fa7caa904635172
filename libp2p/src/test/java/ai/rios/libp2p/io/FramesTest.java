package ai.rios.libp2p.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.FrameException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramesTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 70_000})
    void whatIsWrittenIsRead(int length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Frames.write(out, new byte[length]);
        out.write(9);
        InputStream in = new ByteArrayInputStream(out.toByteArray());
        assertThat(Frames.read(in, length)).hasSize(length);
        assertThat(in.readAllBytes()).containsExactly(9);
    }

    @Test
    void aMessageBeyondTheBoundIsRefusedByItsLengthAlone() {
        InputStream in = new ByteArrayInputStream(HexFormat.of().parseHex("ffffffffffffffff7f"));
        assertThatThrownBy(() -> Frames.read(in, Integer.MAX_VALUE)).isInstanceOf(FrameException.class);
        InputStream two = new ByteArrayInputStream(new byte[] {2});
        assertThatThrownBy(() -> Frames.read(two, 1)).isInstanceOf(FrameException.class);
    }

    @Test
    void aPromiseAloneAllocatesNothing() {
        // Two GiB are promised and none comes.
        InputStream in = new ByteArrayInputStream(HexFormat.of().parseHex("ffffffff07"));
        assertThatThrownBy(() -> Frames.read(in, Integer.MAX_VALUE)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "ffffffffffffffffff01"})
    void aLengthThatIsNoVarintIsRefused(String hex) {
        InputStream in = new ByteArrayInputStream(HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> Frames.read(in, 100)).isInstanceOf(FrameException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "0201"})
    void anEndTooEarlyIsSaid(String hex) {
        InputStream in = new ByteArrayInputStream(HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> Frames.read(in, 100)).isInstanceOf(EOFException.class);
    }
}
