package ai.rios.libp2p.multistream;

import ai.rios.libp2p.io.Duplex;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The other end says what it was going to say anyway; what this end says is kept, flush by flush. */
final class ScriptedDuplex implements Duplex {
    private final InputStream input;
    private final List<String> sent = new ArrayList<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream() {
        @Override
        public void flush() {
            if (size() > 0) {
                sent.add(HexFormat.of().formatHex(toByteArray()));
                reset();
            }
        }
    };

    ScriptedDuplex(byte[] says) {
        this(new ByteArrayInputStream(says));
    }

    ScriptedDuplex(InputStream says) {
        input = says;
    }

    /** What was sent, a text of hexadecimal for each flush. */
    List<String> sent() {
        return sent;
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void close() {
        sent.add("closed");
    }
}
