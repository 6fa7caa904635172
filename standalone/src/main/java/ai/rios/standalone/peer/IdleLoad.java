package ai.rios.standalone.peer;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Connections that stand and are not used, each from a host of its own.
 *
 * @param count connections
 * @param time how long they are held once all stand
 */
public record IdleLoad(int count, Duration time) {
    /** Connections, at most: what a listener takes with its defaults. */
    public static final int MOST = 1_024;

    /** Refuses numbers that nobody takes. */
    public IdleLoad {
        if (count < 1 || count > MOST || time.isNegative()) {
            throw new IllegalArgumentException("1 to " + MOST + " connections can be held, for 0 s or longer");
        }
    }

    /**
     * Runs it. It ends early where all connections have ended.
     *
     * @param standing is told once all stand
     * @return the facts of the event {@code idle}: how many there were, and how many stood to the end
     * @throws IOException when a connection does not come about, or none stood to the end
     */
    Map<String, Object> run(OwnHosts hosts, Multiaddr to, Runnable standing) throws IOException {
        Deque<OwnHosts.OwnHost> open = new ArrayDeque<>();
        CountDownLatch ends = new CountDownLatch(count);
        try {
            for (int at = 0; at < count; at++) {
                OwnHosts.OwnHost own = hosts.start();
                open.add(own);
                own.host().addListener(new HostListener() {
                    @Override
                    public void disconnected(Connection connection) {
                        ends.countDown();
                    }
                });
                own.host().connect(to);
            }
            standing.run();
            long held = standingAfter(ends);
            if (held == 0) {
                throw new IOException("no connection of " + count + " stood to the end of " + time.toSeconds() + " s");
            }
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("count", count);
            facts.put("held", held);
            facts.put("seconds", time.toSeconds());
            return facts;
        } finally {
            OwnHosts.closeTogether(open);
        }
    }

    private long standingAfter(CountDownLatch ends) throws IOException {
        try {
            ends.await(time.toNanos(), TimeUnit.NANOSECONDS);
            return ends.getCount();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }
}
