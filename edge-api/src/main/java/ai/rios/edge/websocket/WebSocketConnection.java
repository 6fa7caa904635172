package ai.rios.edge.websocket;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket from its 101 answer to its end.
 *
 * <pre>
 *            close() here, violation, timer                peer's close, or end of stream
 *  open ─────────────────────────────────────► closing ───────────────────────────────────► over
 *    └── peer's close: answered with its code ─────────────────────────────────────────────►
 * </pre>
 *
 * <p>{@link #run()} is the reading thread and calls the listener; a second virtual thread writes; {@link #sweep} is
 * called by the timer. Closing waits for the peer at most {@link WebSocketSettings.Times#closeTimeout()}.
 */
final class WebSocketConnection implements WebSocketSession {
    private static final System.Logger LOGGER = System.getLogger(WebSocketConnection.class.getName());

    private final HandshakeRequest request;
    private final WebSocketSettings settings;
    private final WebSocketListener listener;
    private final Wire wire;
    private final MonotonicClock clock;
    private final OutboundQueue queue;
    private final Liveness liveness;
    private final ConnectionReader reader;
    private final Thread writer;
    /** The first reason given by either side; set once by whoever is first. */
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();

    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param codecs the compression agreed on with this client
     * @param wire ready for the first frame: the 101 answer has been written
     */
    WebSocketConnection(
            HandshakeRequest request,
            WebSocketSettings settings,
            WebSocketListener listener,
            Wire wire,
            ConnectionCodecs codecs,
            MonotonicClock clock) {
        this.request = request;
        this.settings = settings;
        this.listener = listener;
        this.wire = wire;
        this.clock = clock;
        this.queue = new OutboundQueue(settings.queue());
        this.liveness = new Liveness(settings.times(), clock.nanos());
        this.reader = new ConnectionReader(new Inbound(), settings.maxMessageBytes(), codecs.inflater());
        this.writer = Thread.ofVirtual()
                .name("ws-write-" + request.requestId())
                .unstarted(new ConnectionWriter(queue, codecs.encoder(), wire, liveness, clock));
    }

    /** Reads until the connection is over, then waits for the writer and tells the listener. */
    void run() {
        writer.start();
        try {
            call(() -> listener.onOpen(this));
            readAll();
        } finally {
            finish();
        }
    }

    /** What the timer does about once a second; never waits. */
    void sweep() {
        switch (liveness.check(clock.nanos())) {
            case NOTHING -> {}
            case PING -> queue.offerControl(FrameEncoder.encode(Opcode.PING, false, new byte[0], 0));
            case DEAD -> close(new CloseReason(CloseReason.HEARTBEAT_LOST, "heartbeat_lost"));
            case EXPIRED -> close(new CloseReason(CloseReason.LIFETIME, "lifetime"));
            case ABORT -> abort();
        }
    }

    /** Ends the connection at once, without a close frame. */
    void abort() {
        reason.compareAndSet(null, new CloseReason(CloseReason.ABNORMAL, ""));
        queue.end();
        wire.abort();
    }

    /** Why it ended or is ending; 1006 while nobody has said. */
    CloseReason reason() {
        CloseReason why = reason.get();
        return why == null ? new CloseReason(CloseReason.ABNORMAL, "") : why;
    }

    @Override
    public HandshakeRequest request() {
        return request;
    }

    @Override
    public boolean trySend(OutboundMessage message) {
        return queue.offer(message);
    }

    @Override
    public boolean send(OutboundMessage message) throws InterruptedException {
        return queue.put(message);
    }

    @Override
    public boolean awaitRoom(Duration limit) throws InterruptedException {
        return queue.awaitRoom(limit);
    }

    @Override
    public void whenRoom(Runnable action) {
        queue.whenRoom(action);
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public boolean isOpen() {
        return reason.get() == null;
    }

    @Override
    public void close(CloseReason why) {
        reason.compareAndSet(null, why);
        liveness.closing(clock.nanos());
        queue.finish(FrameEncoder.close(why));
    }

    private void readAll() {
        try {
            byte[] data = wire.read();
            while (data != null) {
                liveness.heard(clock.nanos());
                if (!read(data)) {
                    return;
                }
                data = wire.read();
            }
        } catch (IOException failure) {
            LOGGER.log(Level.TRACE, "connection lost", failure);
        }
    }

    private boolean read(byte[] data) {
        try {
            return reader.read(data);
        } catch (ProtocolViolation violation) {
            LOGGER.log(Level.DEBUG, "requestId={0} violation={1}", request.requestId(), violation.getMessage());
            close(violation.reason());
            return reader.seekClose(data);
        }
    }

    /** The peer's side is over, one way or another: let the writer send what it still may, then tell the listener. */
    private void finish() {
        reason.compareAndSet(null, new CloseReason(CloseReason.ABNORMAL, ""));
        reader.release();
        try {
            if (!reader.sawClose() || !writer.join(settings.times().closeTimeout())) {
                queue.end();
                wire.abort();
                writer.join();
            }
        } catch (InterruptedException _) {
            abort();
            Thread.currentThread().interrupt();
        }
        ended();
    }

    /** Tells the listener that it is over; the second call does nothing. */
    void ended() {
        if (over.compareAndSet(false, true)) {
            try {
                listener.onClose(this, reason());
            } catch (RuntimeException failure) {
                LOGGER.log(Level.ERROR, "a listener failed in onClose requestId=" + request.requestId(), failure);
            }
        }
    }

    private void call(Callback callback) {
        liveness.dispatching();
        try {
            callback.run();
        } catch (InterruptedException _) {
            abort();
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOGGER.log(Level.ERROR, "a listener failed requestId=" + request.requestId(), failure);
            close(new CloseReason(CloseReason.INTERNAL, "internal"));
        } finally {
            liveness.dispatched(clock.nanos());
        }
    }

    @FunctionalInterface
    private interface Callback {
        void run() throws InterruptedException;
    }

    /** What comes in, on the reading thread. Once we are closing, the peer's messages are no longer handed on. */
    private final class Inbound implements MessageSink {
        private final InboundRate rate = new InboundRate(settings.rate(), clock.nanos());

        @Override
        public void text(String text) {
            if (admitted()) {
                call(() -> listener.onText(WebSocketConnection.this, text));
            }
        }

        @Override
        public void binary(byte[] data) {
            if (admitted()) {
                call(() -> listener.onBinary(WebSocketConnection.this, data));
            }
        }

        @Override
        public void ping(byte[] payload) {
            call(() -> queue.putControl(FrameEncoder.encode(Opcode.PONG, false, payload, payload.length)));
        }

        @Override
        public void pong() {
            // That bytes came at all has been noted; a pong says no more.
        }

        @Override
        public void peerClosed(CloseReason why) {
            reason.compareAndSet(null, why);
            liveness.closing(clock.nanos());
            queue.finish(FrameEncoder.close(new CloseReason(why.code(), "")));
        }

        private boolean admitted() {
            if (!isOpen()) {
                return false;
            }
            return switch (rate.admit(clock.nanos())) {
                case ADMITTED -> true;
                case EXCESS -> {
                    call(() -> listener.onExcess(WebSocketConnection.this, rate.retryAfter()));
                    yield false;
                }
                case SUSTAINED -> {
                    close(new CloseReason(CloseReason.RATE, "rate_limit_exceeded"));
                    yield false;
                }
            };
        }
    }
}
