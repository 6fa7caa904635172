package ai.rios.libp2p.ping;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.ProtocolHandler;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.io.Timers;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * {@code /ipfs/ping/1.0.0}: 32 bytes go, and the same ones come back, as often as the dialer likes (ping.md of the
 * specifications).
 */
public final class Ping implements AutoCloseable {
    /** Its name in negotiations. */
    public static final String ID = "/ipfs/ping/1.0.0";

    private static final int BYTES = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Stream stream;
    private final SecureRandom random;
    private final Timers timers;

    private Ping(Stream stream, SecureRandom random, Timers timers) {
        this.stream = stream;
        this.random = random;
        this.timers = timers;
    }

    /** Answers pings until the dialer stops, or is silent for 10 s. */
    public static ProtocolHandler handler() {
        return Ping::answer;
    }

    private static void answer(Stream stream) throws IOException {
        while (true) {
            stream.deadline(PATIENCE);
            byte[] ping = stream.input().readNBytes(BYTES);
            if (ping.length == 0) {
                return;
            }
            if (ping.length < BYTES) {
                throw new FrameException("a ping has " + BYTES + " bytes, not " + ping.length);
            }
            stream.output().write(ping);
            stream.output().flush();
        }
    }

    /** Begins to ping over one stream of {@code connection}. Confined to the caller's thread. */
    public static Ping start(Connection connection, SecureRandom random, Timers timers) throws IOException {
        return new Ping(connection.newStream(ID), random, timers);
    }

    /**
     * Pings once.
     *
     * @return how long the answer took
     * @throws ai.rios.libp2p.DeadlineException when none comes within 10 s
     * @throws FrameException when something else comes back
     */
    public Duration ping() throws IOException {
        byte[] ping = new byte[BYTES];
        random.nextBytes(ping);
        long start = timers.nanoTime();
        stream.deadline(PATIENCE);
        stream.output().write(ping);
        stream.output().flush();
        byte[] answer = stream.input().readNBytes(BYTES);
        if (!MessageDigest.isEqual(ping, answer)) {
            throw new FrameException("something else than the ping came back");
        }
        return Duration.ofNanos(timers.nanoTime() - start);
    }

    /** Ends the stream. */
    @Override
    public void close() {
        stream.close();
    }
}
