package ai.rios.standalone.peer;

import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The hosts that a verb dials from, so that whoever ends it can close them. Thread-safe. */
final class OwnHosts {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Supplier<HostBuilder> described;
    private final Set<OwnHost> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    OwnHosts(Supplier<HostBuilder> described) {
        this.described = described;
    }

    /** One of them, which is closed by whoever started it, or with all. */
    final class OwnHost implements AutoCloseable {
        private final Host host;

        private OwnHost(Host host) {
            this.host = host;
        }

        Host host() {
            return host;
        }

        @Override
        public void close() {
            open.remove(this);
            host.close();
        }
    }

    OwnHost start() throws IOException {
        OwnHost started = new OwnHost(described.get().start());
        open.add(started);
        if (ended) {
            started.close();
            throw new IOException("the peer ends");
        }
        return started;
    }

    /** Closes all, and waits for that a short time only: who ends a process wants it to end. None is started after it. */
    void close() {
        ended = true;
        closeTogether(List.copyOf(open), SHORT);
    }

    /** At the same time, for each may wait a while for an other end that is gone. */
    static void closeTogether(Collection<OwnHost> hosts) {
        closeTogether(hosts, Duration.ofDays(1));
    }

    private static void closeTogether(Collection<OwnHost> hosts, Duration patience) {
        List<Thread> endings = hosts.stream()
                .map(host -> Thread.ofVirtual().name("peer-close").start(host::close))
                .toList();
        long until = System.nanoTime() + patience.toNanos();
        try {
            for (Thread ending : endings) {
                ending.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
