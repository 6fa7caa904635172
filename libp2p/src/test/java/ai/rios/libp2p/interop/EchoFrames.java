package ai.rios.libp2p.interop;

import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.io.Frames;
import ai.rios.libp2p.multiformats.Varint;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/** {@code /rios/echo/1.0.0}: frames come back as they are until the dialer half-closes. */
final class EchoFrames {
    static final String ID = "/rios/echo/1.0.0";
    static final int LONGEST = 64 << 20;

    private EchoFrames() {}

    static void serve(Stream stream) throws IOException {
        byte[] buffer = new byte[64 * 1_024];
        OutputStream out = stream.output();
        while (true) {
            int length;
            try {
                length = Frames.readLength(stream.input(), LONGEST);
            } catch (EOFException end) {
                return;
            }
            out.write(Varint.encode(length));
            for (int left = length; left > 0; ) {
                int count = stream.input().read(buffer, 0, Math.min(left, buffer.length));
                if (count < 0) {
                    throw new EOFException("the dialer stopped within a frame");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
            out.flush();
        }
    }
}
