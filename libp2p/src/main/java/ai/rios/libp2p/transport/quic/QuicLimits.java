package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.resources.Bounds;
import ai.rios.libp2p.transport.AcceptLimits;
import java.time.Duration;

/**
 * What QUIC holds and lets the other end do. Immutable.
 *
 * @param accepting how many connections that others begin may be set up at a time, for each listener
 * @param streams how many streams may be open on a connection
 * @param buffers what may wait on a stream
 * @param times when the other end, or a stream, is given up
 */
public record QuicLimits(AcceptLimits accepting, Streams streams, Buffers buffers, Times times) {
    /** The defaults of each part. */
    public static final QuicLimits DEFAULTS =
            new QuicLimits(AcceptLimits.DEFAULTS, Streams.DEFAULTS, Buffers.DEFAULTS, Times.DEFAULTS);

    /**
     * How many streams may be open at the same time.
     *
     * @param inbound by the other end, which is told and waits beyond that
     * @param outbound by this end; one more is refused with {@link ai.rios.libp2p.LimitException}
     */
    public record Streams(int inbound, int outbound) {
        /** 256 each. */
        public static final Streams DEFAULTS = new Streams(256, 256);

        /** Refuses a connection without streams. */
        public Streams {
            Bounds.requirePositive("quic streams.inbound", inbound);
            Bounds.requirePositive("quic streams.outbound", outbound);
        }
    }

    /**
     * What may wait on a stream, in bytes.
     *
     * @param window how much the other end may send before any of it is read; it grows with what is read, in the native
     *     library and up to its own 16 MiB
     * @param unread of what has come, taken from the native library before it is read here; 64 KiB or more
     * @param unsent of what was written, before the native library takes it; more waits in {@code write}. 16 KiB or more
     * @param afterClose what comes after this end closed a stream; then it is reset
     */
    public record Buffers(int window, int unread, int unsent, int afterClose) {
        /** 512 KiB, 256 KiB, 128 KiB, 64 KiB. */
        public static final Buffers DEFAULTS = new Buffers(512 << 10, 256 << 10, 128 << 10, 64 << 10);

        /** Refuses buffers in which nothing moves. */
        public Buffers {
            Bounds.requirePositive("quic buffers.window", window);
            Bounds.requireAtLeast("quic buffers.unread", unread, StreamHandler.BYTES_A_TURN);
            Bounds.requireAtLeast("quic buffers.unsent", unsent, Departures.PIECE_BYTES);
            Bounds.requirePositive("quic buffers.after-close", afterClose);
        }
    }

    /**
     * When the other end, or a stream, is given up.
     *
     * @param handshake from the first packet to the connection, at either end
     * @param idle how long nothing may come; the lesser of both ends' counts
     * @param keepAlive how often something is sent so that the other end hears of this one, less than {@code idle}; where it takes datagrams, as
     *     go-libp2p does; others have to do it themselves
     * @param openWithin how long {@code openStream} waits where the other end takes no more
     * @param lingerFor how long a stream that was closed here may stay open there; then it is reset
     * @param closeWithin how long {@code close} waits for what is still to be sent
     */
    public record Times(
            Duration handshake,
            Duration idle,
            Duration keepAlive,
            Duration openWithin,
            Duration lingerFor,
            Duration closeWithin) {
        /** 5 s, 30 s, 5 s, 10 s, 60 s, 1 s. */
        public static final Times DEFAULTS = new Times(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1));

        /** Refuses times in which nothing can be done. */
        public Times {
            Bounds.requirePositive("quic times.handshake", handshake.toMillis());
            Bounds.requirePositive("quic times.idle", idle.toMillis());
            Bounds.requirePositive("quic times.keep-alive", keepAlive.toMillis());
            if (keepAlive.compareTo(idle) >= 0) {
                throw new IllegalArgumentException(
                        "quic times.keep-alive must be less than times.idle, was " + keepAlive);
            }
            Bounds.requirePositive("quic times.open-within", openWithin);
            Bounds.requirePositive("quic times.linger-for", lingerFor);
            Bounds.requirePositive("quic times.close-within", closeWithin);
        }
    }

    /** The same with other bounds of what others begin. */
    public QuicLimits withAccepting(AcceptLimits other) {
        return new QuicLimits(other, streams, buffers, times);
    }

    /** The same with other numbers of streams. */
    public QuicLimits withStreams(Streams other) {
        return new QuicLimits(accepting, other, buffers, times);
    }

    /** The same with other bounds of what waits. */
    public QuicLimits withBuffers(Buffers other) {
        return new QuicLimits(accepting, streams, other, times);
    }

    /** The same with other times. */
    public QuicLimits withTimes(Times other) {
        return new QuicLimits(accepting, streams, buffers, other);
    }
}
