package ai.rios.bench.faults.cells;

import ai.rios.bench.BenchException;
import ai.rios.bench.load.Due;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between services and a server that they use and passes on what they say, or not. Thread-safe; two virtual threads a direction of
 * each connection.
 */
final class ServerProxy implements AutoCloseable {
    /** What it does with what it is given. */
    enum Mode {
        /** Passes it on. */
        PASS,
        /** Holds it back, as a network that loses packets: nobody is told. */
        DROP,
        /** Passes each message on {@link #DELAY} after it came, and so as many as before. */
        DELAY,
        /** Breaks connections off, those that are there and new ones. */
        RESET
    }

    /** Of each message in each direction. */
    static final Duration DELAY = Duration.ofMillis(300);

    private static final String LOOPBACK = "127.0.0.1";
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    /** What is passed on at once of a server whose messages are not told apart. */
    private static final int PIECE_BYTES = 1 << 14;

    /** Longer than any message of a broker that takes records of 2 MiB. */
    private static final int MOST_FRAME_BYTES = 128 * 1024 * 1024;

    private final ServerSocket server;
    private final int serverPort;
    private final boolean isBroker;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** Set by who strikes, read by all threads of connections. */
    private volatile Mode mode = Mode.PASS;

    private ServerProxy(ServerSocket server, int serverPort, boolean isBroker) {
        this.server = server;
        this.serverPort = serverPort;
        this.isBroker = isBroker;
    }

    /**
     * Opens one to a broker on a free loopback port. The broker tells its clients its own address, which they would go to next; the
     * proxy puts its own port in that place of every answer, so that all connections of the service come through here.
     */
    static ServerProxy ofBroker(int port) {
        return open(port, true);
    }

    /** Opens one to a server that does not tell its address, on a free loopback port. */
    static ServerProxy of(int port) {
        return open(port, false);
    }

    private static ServerProxy open(int serverPort, boolean isBroker) {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral(LOOPBACK));
            ServerProxy proxy = new ServerProxy(server, serverPort, isBroker);
            Thread.ofVirtual().name("server-proxy").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new BenchException("Cannot open a proxy", e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    void set(Mode wanted) {
        mode = wanted;
        if (wanted == Mode.RESET) {
            sockets.forEach(ServerProxy::reset);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (mode == Mode.RESET) {
                    reset(client);
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        Socket served = new Socket();
        sockets.add(client);
        sockets.add(served);
        if (mode == Mode.RESET) {
            // Accepted before the mode was set, registered after it broke off those that it knew.
            end(client, served);
            return;
        }
        try {
            served.connect(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), serverPort));
            served.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pass(client, served, false));
            pass(served, client, true);
        } catch (IOException serverAway) {
            end(client, served);
        }
    }

    /** A frame on its way; without bytes the end of what was said. */
    private static final class Frame {
        private final byte @Nullable [] bytes;
        private final long dueNanos;

        private Frame(byte @Nullable [] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
    }

    private void pass(Socket from, Socket to, boolean isAnswer) {
        // No bound: a client of Kafka waits for answers before it has said much.
        BlockingQueue<Frame> onTheirWay = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> passOn(onTheirWay, from, to, isAnswer));
        try {
            DataInputStream in = new DataInputStream(from.getInputStream());
            while (true) {
                byte[] frame = isBroker ? message(in) : piece(in);
                long delay = mode == Mode.DELAY ? DELAY.toNanos() : 0;
                onTheirWay.add(new Frame(frame, System.nanoTime() + delay));
            }
        } catch (IOException ended) {
            onTheirWay.add(new Frame(null, System.nanoTime()));
        }
    }

    /** Kafka's: its length goes before it. */
    private static byte[] message(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_FRAME_BYTES) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] message = new byte[length];
        in.readFully(message);
        return message;
    }

    private static byte[] piece(InputStream in) throws IOException {
        byte[] most = new byte[PIECE_BYTES];
        int read = in.read(most);
        if (read < 0) {
            throw new EOFException();
        }
        return Arrays.copyOf(most, read);
    }

    private void passOn(BlockingQueue<Frame> onTheirWay, Socket from, Socket to, boolean isAnswer) {
        try {
            DataOutputStream passed = new DataOutputStream(to.getOutputStream());
            Frame next = onTheirWay.take();
            byte[] frame = next.bytes;
            while (frame != null) {
                Due.await(next.dueNanos);
                while (mode == Mode.DROP) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                if (isBroker && isAnswer) {
                    putOwnPort(frame, serverPort, port());
                }
                if (isBroker) {
                    passed.writeInt(frame.length);
                }
                passed.write(frame);
                passed.flush();
                next = onTheirWay.take();
                frame = next.bytes;
            }
        } catch (IOException ended) {
            // Whoever reads ends, too, once the sockets are closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from, to);
        }
    }

    /** In every version of the protocol a host is followed by its port, four bytes with the highest first. */
    static void putOwnPort(byte[] frame, int brokerPort, int ownPort) {
        byte[] host = LOOPBACK.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        for (int at = 0; at + host.length + Integer.BYTES <= frame.length; at++) {
            boolean isHost = bytes.slice(at, host.length).equals(ByteBuffer.wrap(host));
            if (isHost && bytes.getInt(at + host.length) == brokerPort) {
                bytes.putInt(at + host.length, ownPort);
            }
        }
    }

    private void end(Socket one, Socket other) {
        reset(one);
        reset(other);
        sockets.remove(one);
        sockets.remove(other);
    }

    private static void reset(Socket socket) {
        try (socket) {
            // Without lingering a close is a reset.
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // It is closed already, which is what is wanted.
        }
    }

    @Override
    public void close() {
        mode = Mode.PASS;
        try {
            server.close();
        } catch (IOException e) {
            throw new BenchException("Cannot close a proxy", e);
        }
        sockets.forEach(ServerProxy::reset);
    }
}
