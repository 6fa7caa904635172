package ai.rios.libp2p.relay;

import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.muxer.ErrorCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Two streams that are joined: what comes on one goes out on the other, half-closes too. Beyond its limit, and when one of
 * the two fails, both are reset. Thread-safe.
 */
final class Circuit {
    /** Bytes that are under way in each direction, beside the windows of the streams. */
    static final int BUFFER = 16 * 1_024;

    private static final Logger LOG = System.getLogger(Circuit.class.getName());

    private final Stream one;
    private final Stream other;
    private final Optional<CircuitLimit> limit;
    private final Timers timers;

    Circuit(Stream one, Stream other, Optional<CircuitLimit> limit, Timers timers) {
        this.one = one;
        this.other = other;
        this.limit = limit;
        this.timers = timers;
    }

    /** Runs it to its end. */
    void run() throws InterruptedException {
        one.noDeadline();
        other.noDeadline();
        Duration time = limit.map(CircuitLimit::time).orElse(Duration.ZERO);
        Optional<Timers.Timer> end =
                time.isZero() ? Optional.empty() : Optional.of(timers.schedule(time, this::cutOff));
        try {
            Thread back = Thread.ofVirtual().name("libp2p-circuit").start(() -> copy(other, one));
            copy(one, other);
            back.join();
        } finally {
            end.ifPresent(Timers.Timer::cancel);
        }
    }

    /** Ends it at once. */
    void cutOff() {
        one.reset(ErrorCodes.RESOURCE_LIMIT);
        other.reset(ErrorCodes.RESOURCE_LIMIT);
    }

    private void copy(Stream from, Stream to) {
        try {
            if (copyAll(from.input(), to.output())) {
                to.closeWrite();
            } else {
                cutOff();
            }
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "circuit ended reason={0}", failure.toString());
            cutOff();
        }
    }

    /** Whether the input came to its end within the limit. */
    private boolean copyAll(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long most = limit.map(CircuitLimit::bytes).filter(bytes -> bytes > 0).orElse(Long.MAX_VALUE);
        long passed = 0;
        while (true) {
            int count = in.read(buffer);
            if (count < 0) {
                return true;
            }
            passed += count;
            if (passed > most) {
                return false;
            }
            out.write(buffer, 0, count);
            out.flush();
        }
    }
}
