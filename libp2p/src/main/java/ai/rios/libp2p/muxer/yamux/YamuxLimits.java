package ai.rios.libp2p.muxer.yamux;

import ai.rios.libp2p.resources.Bounds;
import java.time.Duration;

/**
 * What one session holds and lets the other end do. Immutable.
 *
 * @param streams how many streams may be open
 * @param windows what may come in before it is read
 * @param sending what may wait to be sent
 * @param times when the other end is given up
 * @param floods what costs much and brings nothing
 */
public record YamuxLimits(Streams streams, Windows windows, Sending sending, Times times, Floods floods) {
    /** The defaults of each part. */
    public static final YamuxLimits DEFAULTS =
            new YamuxLimits(Streams.DEFAULTS, Windows.DEFAULTS, Sending.DEFAULTS, Times.DEFAULTS, Floods.DEFAULTS);

    /**
     * How many streams may be open at the same time.
     *
     * @param inbound by the other end; one more is reset
     * @param outbound by this end; one more is refused with {@link ai.rios.libp2p.LimitException}
     * @param unacknowledged by this end and not taken by the other yet; one more waits
     * @param unaccepted by the other end and not taken by this end's {@code acceptStream} yet; one more is reset
     */
    public record Streams(int inbound, int outbound, int unacknowledged, int unaccepted) {
        /** 256 each, so that no peer of rust-libp2p ends the connection, which it does beyond 512 together. */
        public static final Streams DEFAULTS = new Streams(256, 256, 256, 256);

        public Streams {
            Bounds.requirePositive("yamux streams.inbound", inbound);
            Bounds.requirePositive("yamux streams.outbound", outbound);
            Bounds.requirePositive("yamux streams.unacknowledged", unacknowledged);
            Bounds.requirePositive("yamux streams.unaccepted", unaccepted);
        }
    }

    /**
     * What may be under way to this end, in bytes. A stream's window is 256 KiB to begin with, as the protocol fixes it,
     * and doubles when its application read half of it within four round trips.
     *
     * @param stream how large the window of one stream grows, at most; 256 KiB or more
     * @param session bound of all windows together for growing, and of all that is not read yet: a stream that brings more
     *     than that is reset; 256 KiB or more
     */
    public record Windows(int stream, long session) {
        /** 4 MiB a stream, 32 MiB together. */
        public static final Windows DEFAULTS = new Windows(4 << 20, 32L << 20);

        public Windows {
            Bounds.requireAtLeast("yamux windows.stream", stream, ReceiveWindow.INITIAL);
            Bounds.requireAtLeast("yamux windows.session", session, ReceiveWindow.INITIAL);
        }
    }

    /**
     * What may wait to be sent.
     *
     * @param streamBytes written to one stream and not sent yet; more waits in {@code write}
     * @param controlFrames answers and refusals of the session; pongs beyond a tenth of it are left out, and what else
     *     would come beyond it ends the session
     */
    public record Sending(int streamBytes, int controlFrames) {
        /** 128 KiB a stream, 320 control frames. */
        public static final Sending DEFAULTS = new Sending(128 * 1024, 320);

        public Sending {
            Bounds.requireAtLeast("yamux sending.stream-bytes", streamBytes, FrameBatch.MAX_PAYLOAD);
            Bounds.requireAtLeast("yamux sending.control-frames", controlFrames, 10);
        }
    }

    /**
     * When the other end, or a stream, is given up.
     *
     * @param pingEvery how often the other end is asked whether it lives
     * @param pongWithin how long nothing at all may come after that
     * @param openWithin how long {@code openStream} waits where too many streams are not taken yet
     * @param lingerFor how long a stream that was closed here may stay open there; then it is reset
     * @param closeWithin how long {@code close} waits for what is still to be sent
     */
    public record Times(
            Duration pingEvery, Duration pongWithin, Duration openWithin, Duration lingerFor, Duration closeWithin) {
        /** 30 s, 10 s, 10 s, 60 s, 1 s. */
        public static final Times DEFAULTS = new Times(
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1));

        public Times {
            Bounds.requirePositive("yamux times.ping-every", pingEvery);
            Bounds.requirePositive("yamux times.pong-within", pongWithin);
            Bounds.requirePositive("yamux times.open-within", openWithin);
            Bounds.requirePositive("yamux times.linger-for", lingerFor);
            Bounds.requirePositive("yamux times.close-within", closeWithin);
        }
    }

    /**
     * What ends the session as a flood.
     *
     * @param controlPerSecond frames that carry nothing for a stream that is open, on average, and at once; every payload
     *     allows two more
     * @param resetsIn10s streams that the other end opened and reset, on average, and at once
     * @param passedOverBytes payload of one frame for a stream that is no more
     * @param afterClose bytes that come on a stream after this end closed it; then it is reset, and no flood
     */
    public record Floods(int controlPerSecond, int resetsIn10s, long passedOverBytes, long afterClose) {
        /** 1,000 frames, 200 streams, 16 MiB, 64 KiB. */
        public static final Floods DEFAULTS = new Floods(1_000, 200, 16L << 20, 64 * 1024);

        public Floods {
            Bounds.requirePositive("yamux floods.control-per-second", controlPerSecond);
            Bounds.requirePositive("yamux floods.resets-in-10s", resetsIn10s);
            Bounds.requirePositive("yamux floods.passed-over-bytes", passedOverBytes);
            Bounds.requirePositive("yamux floods.after-close", afterClose);
        }
    }

    /** The same with other numbers of streams. */
    public YamuxLimits withStreams(Streams other) {
        return new YamuxLimits(other, windows, sending, times, floods);
    }

    /** The same with other windows. */
    public YamuxLimits withWindows(Windows other) {
        return new YamuxLimits(streams, other, sending, times, floods);
    }

    /** The same with other bounds of what waits to be sent. */
    public YamuxLimits withSending(Sending other) {
        return new YamuxLimits(streams, windows, other, times, floods);
    }

    /** The same with other times. */
    public YamuxLimits withTimes(Times other) {
        return new YamuxLimits(streams, windows, sending, other, floods);
    }

    /** The same with other bounds of floods. */
    public YamuxLimits withFloods(Floods other) {
        return new YamuxLimits(streams, windows, sending, times, other);
    }
}
