package ai.rios.standalone.peer;

import ai.rios.libp2p.connection.Stream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * {@code /perf/1.0.0} (perf.md of the specifications): the dialer says in 8 bytes how much it wants, sends what it likes and
 * half-closes; then it gets what it wanted. Stateless.
 */
final class PerfProtocol {
    static final String ID = "/perf/1.0.0";

    private static final int BUFFER = 64 * 1_024;

    private PerfProtocol() {}

    static void serve(Stream stream) throws IOException {
        long wanted = new DataInputStream(stream.input()).readLong();
        drain(stream.input());
        send(stream.output(), wanted);
    }

    /** The dialer's side: sends {@code upload} bytes and returns how many came. */
    static long ask(Stream stream, long upload, long wanted) throws IOException {
        stream.output().write(ByteBuffer.allocate(Long.BYTES).putLong(wanted).array());
        send(stream.output(), upload);
        stream.closeWrite();
        return drain(stream.input());
    }

    private static long drain(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long drained = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            drained += count;
        }
        return drained;
    }

    private static void send(OutputStream out, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = bytes; left > 0; left -= buffer.length) {
            out.write(buffer, 0, (int) Math.min(left, buffer.length));
        }
        out.flush();
    }
}
