package ai.rios.bench.load;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Offers a load to one HTTP/1.1 server over a fixed number of kept-alive connections, with one thread and one selector:
 * where client and server share the cores, what the client takes is missing from the figures. Connections live as long as
 * the generator, so that a warm-up and a measured load run over the same ones.
 *
 * <p>Confined to one thread.
 */
public final class LoadGenerator implements AutoCloseable {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final int FAILURE_TEXT_LIMIT = 600;

    private final Selector selector;
    private final List<Connection> connections;
    private final Deque<Connection> idle = new ArrayDeque<>();

    private LoadGenerator(Selector selector, List<Connection> connections) {
        this.selector = selector;
        this.connections = connections;
        idle.addAll(connections);
    }

    /**
     * Opens the connections.
     *
     * @throws BenchException when the server cannot be reached
     */
    public static LoadGenerator connect(InetSocketAddress server, int connections) {
        try {
            Selector selector = Selector.open();
            List<Connection> opened = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                opened.add(Connection.open(server, selector));
            }
            return new LoadGenerator(selector, opened);
        } catch (IOException e) {
            throw new BenchException("Cannot connect to " + server, e);
        }
    }

    /**
     * Runs a load to its end and waits for the last answer.
     *
     * @param wantedStatus the status that counts as success
     * @throws BenchException when a connection breaks, or answers are missing a minute after the load's end
     */
    public LoadResult run(Load load, RequestSource source, int wantedStatus) {
        try (Pacer pacer = new Pacer(selector).start()) {
            return new Loop(source, wantedStatus, pacer).run(load);
        } catch (IOException e) {
            throw new BenchException("A connection broke under load", e);
        }
    }

    @Override
    public void close() {
        try {
            for (Connection connection : connections) {
                connection.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new BenchException("Cannot close the generator's connections", e);
        }
    }

    /** One load from its first request to its last answer. */
    private final class Loop {
        private final RequestSource source;
        private final int wantedStatus;
        private final Pacer pacer;
        private final LatencyRecorder recorder = new LatencyRecorder();
        private final long startNanos = System.nanoTime();
        private long lastAnswerNanos = startNanos;
        private long failed;
        private String firstFailure = "";

        Loop(RequestSource source, int wantedStatus, Pacer pacer) {
            this.source = source;
            this.wantedStatus = wantedStatus;
            this.pacer = pacer;
        }

        LoadResult run(Load load) throws IOException {
            switch (load) {
                case Load.Open open -> runOpen(new ArrivalSchedule(open.perSecond(), open.length()));
                case Load.Closed closed -> runClosed(closed);
            }
            drain();
            return new LoadResult(
                    recorder.histogram(), failed, firstFailure, Duration.ofNanos(lastAnswerNanos - startNanos));
        }

        private void runOpen(ArrivalSchedule schedule) throws IOException {
            long count = schedule.count();
            long next = 0;
            while (next < count) {
                long due = startNanos + schedule.dueNanos(next);
                boolean overdue = System.nanoTime() >= due;
                if (overdue && !idle.isEmpty()) {
                    idle.pop().send(source.next(), due);
                    next++;
                } else {
                    if (!overdue) {
                        pacer.wakeAt(due);
                    }
                    takeAnswers(DRAIN_LIMIT);
                }
            }
        }

        private void runClosed(Load.Closed closed) throws IOException {
            if (closed.inFlight() > connections.size()) {
                throw new IllegalArgumentException(
                        closed.inFlight() + " in flight need as many connections, there are " + connections.size());
            }
            long endNanos = startNanos + closed.length().toNanos();
            long now = startNanos;
            while (now < endNanos) {
                while (connections.size() - idle.size() < closed.inFlight()) {
                    idle.pop().send(source.next(), System.nanoTime());
                }
                takeAnswers(DRAIN_LIMIT);
                now = System.nanoTime();
            }
        }

        private void drain() throws IOException {
            long giveUpNanos = System.nanoTime() + DRAIN_LIMIT.toNanos();
            while (idle.size() < connections.size()) {
                long leftNanos = giveUpNanos - System.nanoTime();
                if (leftNanos <= 0) {
                    throw new BenchException((connections.size() - idle.size()) + " requests were not answered within "
                            + DRAIN_LIMIT.toSeconds() + " s of the load's end.");
                }
                takeAnswers(Duration.ofNanos(leftNanos));
            }
        }

        private void takeAnswers(Duration limit) throws IOException {
            selector.select(Math.max(1, limit.toMillis()));
            Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
            while (ready.hasNext()) {
                Connection connection = (Connection) ready.next().attachment();
                ready.remove();
                if (connection.advance()) {
                    count(connection);
                    idle.push(connection);
                }
            }
        }

        private void count(Connection connection) {
            lastAnswerNanos = System.nanoTime();
            if (connection.response().status() == wantedStatus) {
                recorder.record(connection.dueNanos(), lastAnswerNanos);
                return;
            }
            failed++;
            if (firstFailure.isEmpty()) {
                String text = connection.response().text();
                firstFailure = text.substring(0, Math.min(FAILURE_TEXT_LIMIT, text.length()));
            }
        }
    }
}
