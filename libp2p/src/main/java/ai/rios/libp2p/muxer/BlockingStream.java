package ai.rios.libp2p.muxer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** A stream whose {@link #input} and {@link #output} are views of its own blocking calls. As thread-safe as these are. */
public abstract class BlockingStream implements MuxedStream {
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    @Override
    public final InputStream input() {
        return input;
    }

    @Override
    public final OutputStream output() {
        return output;
    }

    /** As {@link InputStream#read(byte[], int, int)}. */
    protected abstract int read(byte[] target, int offset, int length) throws IOException;

    /** As {@link InputStream#available}. */
    protected abstract int available();

    /** As {@link OutputStream#write(byte[], int, int)}. */
    protected abstract void write(byte[] source, int offset, int length) throws IOException;

    /** As {@link OutputStream#flush}. */
    protected abstract void flush() throws IOException;

    /** What an interrupted wait is told as; the thread stays interrupted. */
    protected static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException told = new InterruptedIOException("interrupted while waiting for a stream");
        told.initCause(cause);
        return told;
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return BlockingStream.this.read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return BlockingStream.this.read(target, offset, length);
        }

        @Override
        public int available() {
            return BlockingStream.this.available();
        }

        @Override
        public void close() {
            BlockingStream.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            BlockingStream.this.write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            BlockingStream.this.write(source, offset, length);
        }

        @Override
        public void flush() throws IOException {
            BlockingStream.this.flush();
        }

        @Override
        public void close() throws IOException {
            BlockingStream.this.closeWrite();
        }
    }
}
