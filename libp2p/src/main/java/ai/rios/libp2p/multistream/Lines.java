package ai.rios.libp2p.multistream;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.io.Frames;
import ai.rios.libp2p.multiformats.Utf8;
import ai.rios.libp2p.multiformats.Varint;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a negotiation: {@code varint length, UTF-8, newline}; the length counts the newline. Stateless. */
final class Lines {
    static final String HEADER = "/multistream/1.0.0";
    static final String NOT_AVAILABLE = "na";

    /** Bytes of a line, at most. */
    static final int LONGEST = 1_024;

    private Lines() {}

    static byte[] encode(String... lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : lines) {
            byte[] bytes = Utf8.encode(line + "\n");
            if (bytes.length > LONGEST) {
                throw new IllegalArgumentException(
                        "a protocol's name has " + (LONGEST - 1) + " bytes at most: " + line);
            }
            try {
                Frames.write(out, bytes);
            } catch (IOException impossible) {
                throw new IllegalStateException("memory takes every byte", impossible);
            }
        }
        return out.toByteArray();
    }

    /** Reads one line, and no byte behind it. */
    static String read(InputStream in) throws IOException {
        return new Reader().read(in);
    }

    /** A line that comes piece by piece: where reading fails, what has come of it is kept. Confined to the reading thread. */
    static final class Reader {
        private Varint.Reader length = new Varint.Reader();
        private byte @Nullable [] line;
        private int filled;

        /** Reads one line, or the rest of the one that was begun, and no byte behind it. */
        String read(InputStream in) throws IOException {
            try {
                byte[] bytes = line == null ? begin(in) : line;
                while (filled < bytes.length) {
                    int read = in.read(bytes, filled, bytes.length - filled);
                    if (read < 0) {
                        throw new EOFException("the input ended within a line");
                    }
                    filled += read;
                }
                String text = Utf8.decode(bytes);
                if (!text.endsWith("\n")) {
                    throw new NegotiationException("a line of the other end does not end");
                }
                length = new Varint.Reader();
                line = null;
                return text.substring(0, text.length() - 1);
            } catch (MalformedException refused) {
                throw new NegotiationException("what the other end says is no line", refused);
            }
        }

        private byte[] begin(InputStream in) throws IOException {
            boolean whole = false;
            while (!whole) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException("the input ended before a line");
                }
                whole = length.take((byte) next);
            }
            if (length.value() > LONGEST) {
                throw new NegotiationException("a line of " + length.value() + " bytes is longer than " + LONGEST);
            }
            filled = 0;
            line = new byte[(int) length.value()];
            return line;
        }
    }

    static void expectHeader(InputStream in) throws IOException {
        requireHeader(read(in));
    }

    static void requireHeader(String line) throws NegotiationException {
        if (!line.equals(HEADER)) {
            throw new NegotiationException("the other end does not begin with " + HEADER);
        }
    }
}
