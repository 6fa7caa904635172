package ai.rios.standalone.process;

import ai.rios.standalone.StandaloneException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loopback ports that nobody listens on. They are taken from below the range that systems hand out to outgoing
 * connections (32,768 up), so that none of those takes a port between the choice and its use. None is picked twice by one
 * process. Thread-safe.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    /** What has been picked and may not be listened on yet. */
    private static final Set<Integer> PICKED = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** A port that could be bound a moment ago. */
    public static int pick() {
        SplittableRandom random = new SplittableRandom();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (isFree(port) && PICKED.add(port)) {
                return port;
            }
        }
        throw new StandaloneException("No free port between " + LOWEST + " and " + HIGHEST + " on this machine.");
    }

    /** Whether {@code port} can be bound on the loopback address. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
