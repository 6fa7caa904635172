package ai.rios.standalone.peer;

import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.io.Frames;
import ai.rios.libp2p.multiformats.Varint;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;

/** {@code /rios/echo/1.0.0}: frames {@code varint length, body} come back as they are until the dialer half-closes. Stateless. */
final class EchoProtocol {
    static final String ID = "/rios/echo/1.0.0";

    /** Bytes of a body, at most. */
    static final int LONGEST = 64 << 20;

    private static final int BUFFER = 64 * 1_024;

    private EchoProtocol() {}

    /** Gives back what comes, piece by piece, so that a large frame is never held whole. */
    static void serve(Stream stream) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (true) {
            int length;
            try {
                length = Frames.readLength(stream.input(), LONGEST);
            } catch (EOFException end) {
                return;
            }
            stream.output().write(Varint.encode(length));
            copy(stream, length, buffer);
            stream.output().flush();
        }
    }

    private static void copy(Stream stream, int length, byte[] buffer) throws IOException {
        OutputStream out = stream.output();
        for (int left = length; left > 0; ) {
            int count = stream.input().read(buffer, 0, Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException("the dialer stopped within a frame");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }
}
