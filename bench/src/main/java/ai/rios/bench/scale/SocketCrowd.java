package ai.rios.bench.scale;

import ai.rios.bench.BenchException;
import ai.rios.bench.product.Tenant;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Many open sockets of {@code /v1/stream} that read what comes and answer pings, with one thread and one selector, so that the client
 * takes little of the cores that it shares with the servers. Confined to the thread that opens and closes it.
 */
final class SocketCrowd implements AutoCloseable {
    /** Handshakes under way at the same time, at most. */
    private static final int OPENING = 64;

    private static final Duration OPEN_LIMIT = Duration.ofMinutes(3);
    private static final long HIGHEST_MILLIS = 600_000;
    private static final int BUFFER = 1 << 16;
    private static final String TIMESTAMP = "\"timestamp\":\"";

    private final InetSocketAddress edge;
    private final List<Tenant> tenants;
    private final int count;
    private final InstantSource clock;
    private final Selector selector;
    private final Thread thread;
    private final CountDownLatch opened;

    /** Of the crowd's thread alone. */
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final ConcurrentHistogram delays = new ConcurrentHistogram(HIGHEST_MILLIS, 3);

    /** Written by the crowd's thread when it fails, read by who opens and closes. */
    private volatile @Nullable Throwable failure;

    /** Written by who closes, read by the crowd's thread. */
    private volatile boolean isClosing;

    private SocketCrowd(
            InetSocketAddress edge, List<Tenant> tenants, int count, InstantSource clock, Selector selector) {
        this.edge = edge;
        this.tenants = List.copyOf(tenants);
        this.count = count;
        this.clock = clock;
        this.selector = selector;
        this.opened = new CountDownLatch(count);
        this.thread = Thread.ofPlatform().daemon().name("crowd").unstarted(this::run);
    }

    /**
     * Opens sockets, by turns for each tenant, and returns when all are open.
     *
     * @param clock the edge's, with which its messages are dated
     */
    static SocketCrowd open(InetSocketAddress edge, List<Tenant> tenants, int count, InstantSource clock) {
        try {
            SocketCrowd crowd = new SocketCrowd(edge, tenants, count, clock, Selector.open());
            crowd.thread.start();
            crowd.awaitOpen();
            return crowd;
        } catch (IOException e) {
            throw new BenchException("Cannot open a selector", e);
        }
    }

    private void awaitOpen() {
        long deadline = System.nanoTime() + OPEN_LIMIT.toNanos();
        try {
            while (!opened.await(100, TimeUnit.MILLISECONDS)) {
                refuseFailure();
                if (ended() > 0) {
                    throw new BenchException("The edge has ended " + ended() + " sockets while " + opened.getCount()
                            + " of " + count + " were still to be opened");
                }
                if (System.nanoTime() > deadline) {
                    throw new BenchException(
                            opened.getCount() + " of " + count + " sockets were not open after " + OPEN_LIMIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while sockets were opened", e);
        } catch (BenchException e) {
            close();
            throw e;
        }
    }

    private void refuseFailure() {
        Throwable cause = failure;
        if (cause != null) {
            throw new BenchException("The sockets failed: " + cause, cause);
        }
    }

    /** Messages that came so far, on all sockets together. */
    long messages() {
        refuseFailure();
        return messages.get();
    }

    /** Sockets that the edge has ended. */
    long ended() {
        return ended.get();
    }

    /** From an event's own time until its message was read, ms. */
    Histogram delays() {
        return delays.copy();
    }

    private void run() {
        List<SocketChannel> channels = new ArrayList<>();
        try {
            int begun = 0;
            while (!isClosing) {
                while (begun < count && begun - (count - opened.getCount()) < OPENING) {
                    channels.add(begin(tenants.get(begun % tenants.size())));
                    begun++;
                }
                selector.select(key -> advance((Socket) key.attachment(), key), 1_000);
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            for (SocketChannel channel : channels) {
                closeQuietly(channel);
            }
        }
    }

    private SocketChannel begin(Tenant tenant) throws IOException {
        SocketChannel channel = SocketChannel.open(edge);
        // 16 bytes, as every handshake has them; nobody else uses the connection, so that they need not be secret.
        channel.write(ByteBuffer.wrap(("GET /v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\nAuthorization: Bearer " + tenant.token() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Socket(channel));
        return channel;
    }

    private void advance(Socket socket, SelectionKey key) {
        try {
            buffer.clear();
            int read = socket.channel.read(buffer);
            if (read < 0) {
                end(key);
            } else {
                socket.take(buffer.flip());
            }
        } catch (IOException broken) {
            end(key);
        }
    }

    private void end(SelectionKey key) {
        key.cancel();
        ended.incrementAndGet();
    }

    /** One of the crowd. */
    private final class Socket {
        private final SocketChannel channel;
        private final FrameReader frames = new FrameReader();
        private final StringBuilder head = new StringBuilder();
        private boolean isOpen;

        Socket(SocketChannel channel) {
            this.channel = channel;
        }

        void take(ByteBuffer came) {
            if (!isOpen) {
                takeHead(came);
            }
            if (isOpen) {
                frames.read(came, this::takeFrame);
            }
        }

        private void takeHead(ByteBuffer came) {
            while (came.hasRemaining() && !isOpen) {
                head.append((char) came.get());
                isOpen = head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n");
            }
            if (isOpen) {
                if (!head.toString().startsWith("HTTP/1.1 101 ")) {
                    throw new BenchException("A handshake was answered: " + head + StandardCharsets.UTF_8.decode(came));
                }
                head.setLength(0);
                head.trimToSize();
                opened.countDown();
            }
        }

        private void takeFrame(int opcode, ByteBuffer payload) {
            switch (opcode) {
                case FrameReader.TEXT -> {
                    messages.incrementAndGet();
                    delays.recordValue(Math.clamp(
                            clock.millis()
                                    - millis(StandardCharsets.UTF_8
                                            .decode(payload)
                                            .toString()),
                            0,
                            HIGHEST_MILLIS));
                }
                case FrameReader.PING -> pong(payload);
                default -> {
                    // A close is followed by the connection's end, which counts.
                }
            }
        }

        private void pong(ByteBuffer payload) {
            try {
                channel.write(FrameReader.pong(payload));
            } catch (IOException broken) {
                throw new BenchException("A ping could not be answered", broken);
            }
        }
    }

    /** The time in a message. */
    static long millis(String message) {
        int from = message.indexOf(TIMESTAMP) + TIMESTAMP.length();
        try {
            return Instant.parse(message.substring(from, message.indexOf('"', from)))
                    .toEpochMilli();
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            throw new BenchException("The stream sent a message without a time: " + message, e);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        isClosing = true;
        selector.wakeup();
        try {
            thread.join();
            selector.close();
        } catch (IOException e) {
            throw new BenchException("Cannot close the sockets", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while sockets were closed", e);
        }
    }
}
