package ai.rios.libp2p.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One of two ends in memory, each of which reads what the other wrote. What is under way is bounded as in a socket, so that
 * a writer waits for a reader. Thread-safe.
 */
public final class PairedDuplex implements Duplex {
    /** Both ends. */
    public record Pair(PairedDuplex dialer, PairedDuplex listener) {}

    private final Pipe incoming;
    private final Pipe outgoing;

    private PairedDuplex(Pipe incoming, Pipe outgoing) {
        this.incoming = incoming;
        this.outgoing = outgoing;
    }

    /** Two ends with as much between them as sockets have on one machine. */
    public static Pair pair() {
        return pair(256 * 1024);
    }

    /** Two ends with at most so many bytes under way in each direction. */
    public static Pair pair(int capacity) {
        return pair(capacity, capacity);
    }

    /** Two ends with at most so many bytes under way from the dialer, and to it. */
    public static Pair pair(int fromDialer, int toDialer) {
        Pipe there = new Pipe(fromDialer);
        Pipe back = new Pipe(toDialer);
        return new Pair(new PairedDuplex(back, there), new PairedDuplex(there, back));
    }

    /** From now on what this end writes goes through {@code change} first, write by write; null loses it. */
    public void onWrite(Function<byte[], byte @Nullable []> change) {
        outgoing.change(change);
    }

    /** What this end wrote and the other did not read stays where it is until {@link #resume}. */
    public void stall() {
        outgoing.stall(true);
    }

    /** Lets it go on. */
    public void resume() {
        outgoing.stall(false);
    }

    /** This end writes no more, and goes on reading. */
    public void closeWrite() {
        outgoing.finish();
    }

    /** Whether this end was closed. */
    public boolean isClosed() {
        return incoming.isBroken();
    }

    @Override
    public InputStream input() {
        return incoming.input;
    }

    @Override
    public OutputStream output() {
        return outgoing.output;
    }

    @Override
    public void close() {
        incoming.breakOff();
        outgoing.finish();
    }

    private static final class Pipe {
        private final int capacity;
        private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
        private int offset;
        private int held;
        private boolean finished;
        private boolean broken;
        private boolean stalled;
        private Function<byte[], byte @Nullable []> change = bytes -> bytes;
        final InputStream input = new Input();
        final OutputStream output = new Output();

        Pipe(int capacity) {
            this.capacity = capacity;
        }

        synchronized void change(Function<byte[], byte @Nullable []> other) {
            change = other;
        }

        synchronized void stall(boolean now) {
            stalled = now;
            notifyAll();
        }

        synchronized void finish() {
            finished = true;
            stalled = false;
            notifyAll();
        }

        synchronized void breakOff() {
            broken = true;
            pieces.clear();
            held = 0;
            notifyAll();
        }

        synchronized boolean isBroken() {
            return broken;
        }

        private synchronized void write(byte[] bytes) throws IOException {
            if (bytes.length == 0) {
                return;
            }
            while (!finished && !broken && held >= capacity) {
                pause();
            }
            if (finished || broken) {
                throw new IOException("the pipe is closed");
            }
            byte[] changed = change.apply(bytes);
            if (changed != null && changed.length > 0) {
                pieces.add(changed);
                held += changed.length;
                notifyAll();
            }
        }

        private synchronized int read(byte[] target, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (!broken && (stalled || (pieces.isEmpty() && !finished))) {
                pause();
            }
            if (broken) {
                throw new IOException("the pipe is closed");
            }
            byte[] piece = pieces.peek();
            if (piece == null) {
                return -1;
            }
            int taken = Math.min(length, piece.length - offset);
            System.arraycopy(piece, offset, target, from, taken);
            offset += taken;
            held -= taken;
            if (offset == piece.length) {
                pieces.remove();
                offset = 0;
            }
            notifyAll();
            return taken;
        }

        private synchronized int available() {
            return stalled || broken ? 0 : held;
        }

        /** Its callers ask again whether there is reason to wait. */
        @SuppressWarnings("WaitNotInLoop")
        private void pause() throws IOException {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException(interrupted);
            }
        }

        private final class Input extends InputStream {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return Pipe.this.read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                return Pipe.this.read(target, from, length);
            }

            @Override
            public int available() {
                return Pipe.this.available();
            }
        }

        private final class Output extends OutputStream {
            @Override
            public void write(int single) throws IOException {
                Pipe.this.write(new byte[] {(byte) single});
            }

            @Override
            public void write(byte[] source, int from, int length) throws IOException {
                Pipe.this.write(Arrays.copyOfRange(source, from, from + length));
            }
        }
    }
}
