package ai.rios.edge.websocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reading half of a connection without sockets; notes what an echo would answer, in the form of {@link RawClient}. */
final class FrameRecorder implements MessageSink {
    private final List<String> answers = new ArrayList<>();
    private final ConnectionReader reader;
    private boolean open = true;
    private boolean refused;

    FrameRecorder(int limitBytes) {
        this(limitBytes, null);
    }

    FrameRecorder(int limitBytes, @Nullable MessageInflater inflater) {
        this.reader = new ConnectionReader(this, limitBytes, inflater);
    }

    /** Hands the bytes on in pieces of this many. */
    void feed(byte[] bytes, int pieceBytes) {
        for (int at = 0; at < bytes.length && open; at += pieceBytes) {
            take(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + pieceBytes)));
        }
    }

    /** Hands one piece on. */
    void take(byte[] piece) {
        try {
            open &= reader.read(piece);
        } catch (ProtocolViolation violation) {
            answers.add("close:" + violation.reason().code());
            refused = true;
            open &= reader.seekClose(piece);
        }
    }

    List<String> answers() {
        return answers;
    }

    boolean refused() {
        return refused;
    }

    @Override
    public void text(String text) {
        answers.add("text:" + text);
    }

    @Override
    public void binary(byte[] data) {
        answers.add("binary:" + HexFormat.of().formatHex(data));
    }

    @Override
    public void ping(byte[] payload) {
        answers.add("pong:" + new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public void pong() {
        // An echo does not answer it.
    }

    @Override
    public void peerClosed(CloseReason reason) {
        answers.add("close:" + (reason.code() == CloseReason.NO_CODE ? "" : reason.code()));
    }
}
