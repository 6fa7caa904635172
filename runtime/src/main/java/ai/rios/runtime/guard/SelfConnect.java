package ai.rios.runtime.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * Whether this process can still be connected to. The server's accept loop ends for good when the system runs out of file
 * descriptors, and the process would live on with its port closed; so it knocks at its own door. Thread-safe.
 */
public final class SelfConnect {
    /** Failures in a row after which the process wants to be restarted. */
    private static final int MAX_FAILURES = 3;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final InetSocketAddress address;

    /** Written by the one that knocks, read by those that ask for health. */
    private volatile int failures;

    /**
     * Knocks at a port.
     *
     * @param host on which the server listens; empty for all addresses
     */
    public SelfConnect(String host, int port) {
        this.address = host.isEmpty()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                : new InetSocketAddress(host, port);
    }

    /** Tries once. Blocking, 2 s at most; called from time to time by one thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void knock() {
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) TIMEOUT.toMillis());
            failures = 0;
        } catch (IOException _) {
            failures++; // the health report tells
        }
    }

    /** Whether it could be connected to, lately. */
    public boolean isOpen() {
        return failures < MAX_FAILURES;
    }
}
