package ai.rios.libp2p.io;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.multiformats.Varint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Messages with their length before them, an unsigned varint. Stateless. */
public final class Frames {
    private Frames() {}

    /**
     * Reads one message. What is allocated grows with what has come, not with what was promised.
     *
     * @param longest bytes of a message, at most
     * @throws FrameException when it is longer, or its length is no varint; nothing behind the length is read
     * @throws EOFException when the input ends before or within it
     */
    public static byte[] read(InputStream in, int longest) throws IOException {
        int length = readLength(in, longest);
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new EOFException("the input ended within a message");
        }
        return message;
    }

    /**
     * Reads the length of a message, for those who take the message itself piece by piece.
     *
     * @param longest bytes of a message, at most
     * @throws FrameException when it is longer, or its length is no varint
     * @throws EOFException when the input ends before it
     */
    public static int readLength(InputStream in, int longest) throws IOException {
        long length = length(in);
        if (length > longest) {
            throw new FrameException("a message of " + length + " bytes is longer than " + longest);
        }
        return (int) length;
    }

    private static long length(InputStream in) throws IOException {
        Varint.Reader length = new Varint.Reader();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (length.take((byte) next)) {
                    return length.value();
                }
            }
        } catch (MalformedException refused) {
            throw new FrameException("a message's length cannot be read", refused);
        }
        throw new EOFException("the input ended before a message");
    }

    /** Writes one message; sending it is the caller's. */
    public static void write(OutputStream out, byte[] message) throws IOException {
        out.write(Varint.encode(message.length));
        out.write(message);
    }
}
