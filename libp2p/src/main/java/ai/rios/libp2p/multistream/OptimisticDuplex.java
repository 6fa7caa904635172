package ai.rios.libp2p.multistream;

import ai.rios.libp2p.NegotiationException;
import ai.rios.libp2p.io.Duplex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that was proposed and not yet answered. The proposal waits in the output for company. As any duplex it is read
 * by one thread and written by one.
 */
final class OptimisticDuplex implements Duplex {
    private final Duplex below;
    private final String protocol;
    private final InputStream input = new AnsweredInput();
    private final OutputStream output = new LockedOutput();

    /** Held while the output is used, since a first read may have to flush it. */
    private final ReentrantLock writing = new ReentrantLock();

    /** Whether the proposal is on its way, so that a first read need not send it. Guarded by {@link #writing}. */
    private boolean sent;

    /** The reading thread's own, as are those below. */
    private boolean answered;

    private boolean headerCame;

    /** Keeps what has come of a line where a deadline cuts it in two; a later read goes on with it. */
    private final Lines.Reader lines = new Lines.Reader();

    /** Why the protocol is not spoken: every read says so, or what follows would be taken for the protocol's. */
    private @Nullable NegotiationException refused;

    OptimisticDuplex(Duplex below, String protocol) {
        this.below = below;
        this.protocol = protocol;
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
        below.close();
    }

    private void send() throws IOException {
        // Who has sent it may have ended the output since.
        if (!sent) {
            below.output().flush();
            sent = true;
        }
    }

    private InputStream answeredInput() throws IOException {
        if (!answered) {
            // A writer that is at work flushes by itself.
            if (writing.tryLock()) {
                try {
                    send();
                } finally {
                    writing.unlock();
                }
            }
            readAnswer();
        }
        return below.input();
    }

    private void readAnswer() throws IOException {
        if (refused != null) {
            throw new NegotiationException(String.valueOf(refused.getMessage()), refused);
        }
        try {
            if (!headerCame) {
                Lines.requireHeader(lines.read(below.input()));
                headerCame = true;
            }
            Multistream.requireTaken(lines.read(below.input()), protocol);
            answered = true;
        } catch (NegotiationException failure) {
            refused = failure;
            throw failure;
        }
    }

    /** Looks at the answer before its first byte. */
    private final class AnsweredInput extends InputStream {
        @Override
        public int read() throws IOException {
            return answeredInput().read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return length == 0 ? 0 : answeredInput().read(into, from, length);
        }

        @Override
        public int available() throws IOException {
            return answered ? below.input().available() : 0;
        }
    }

    private final class LockedOutput extends OutputStream {
        @Override
        public void write(int next) throws IOException {
            writing.lock();
            try {
                below.output().write(next);
            } finally {
                writing.unlock();
            }
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            writing.lock();
            try {
                below.output().write(bytes, from, length);
            } finally {
                writing.unlock();
            }
        }

        @Override
        public void flush() throws IOException {
            writing.lock();
            try {
                below.output().flush();
                sent = true;
            } finally {
                writing.unlock();
            }
        }
    }
}
