package ai.rios.bench.load;

import ai.rios.bench.BenchException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Offers a load to one HTTP/1.1 server over a bounded number of kept-alive connections, with one thread and one selector:
 * where client and server share the cores, what the client takes is missing from the figures. Connections are opened when
 * they are first needed and live on, so that a warm-up and a measured load run over the same ones; a server may close idle
 * ones, as servers do.
 *
 * <p>Confined to one thread.
 */
public final class LoadGenerator implements AutoCloseable {
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final int FAILURE_TEXT_LIMIT = 600;

    private final InetSocketAddress server;
    private final int mostConnections;
    private final Selector selector;
    private final Set<Connection> busy = new HashSet<>();
    private final Deque<Connection> idle = new ArrayDeque<>();

    private LoadGenerator(InetSocketAddress server, int mostConnections, Selector selector) {
        this.server = server;
        this.mostConnections = mostConnections;
        this.selector = selector;
    }

    /**
     * Makes a generator for one server; connects when there is something to send.
     *
     * @param mostConnections open at the same time, 1 or more
     */
    public static LoadGenerator to(InetSocketAddress server, int mostConnections) {
        try {
            return new LoadGenerator(server, mostConnections, Selector.open());
        } catch (IOException e) {
            throw new BenchException("Cannot open a selector", e);
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

    private boolean canSend() {
        return busy.size() < mostConnections;
    }

    private void send(ByteBuffer request, long dueNanos) throws IOException {
        Connection connection = idle.isEmpty() ? Connection.open(server, selector) : idle.pop();
        busy.add(connection);
        connection.send(request, dueNanos);
    }

    @Override
    public void close() {
        try {
            for (Connection connection : idle) {
                connection.close();
            }
            for (Connection connection : busy) {
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
            forgetClosed();
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
                if (overdue && canSend()) {
                    send(source.next(), due);
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
            if (closed.inFlight() > mostConnections) {
                throw new IllegalArgumentException(
                        closed.inFlight() + " in flight need as many connections, allowed are " + mostConnections);
            }
            long endNanos = startNanos + closed.length().toNanos();
            long now = startNanos;
            while (now < endNanos) {
                while (busy.size() < closed.inFlight()) {
                    send(source.next(), System.nanoTime());
                }
                takeAnswers(DRAIN_LIMIT);
                now = System.nanoTime();
            }
        }

        private void drain() throws IOException {
            long giveUpNanos = System.nanoTime() + DRAIN_LIMIT.toNanos();
            while (!busy.isEmpty()) {
                long leftNanos = giveUpNanos - System.nanoTime();
                if (leftNanos <= 0) {
                    throw new BenchException(busy.size() + " requests were not answered within "
                            + DRAIN_LIMIT.toSeconds() + " s of the load's end.");
                }
                takeAnswers(Duration.ofNanos(leftNanos));
            }
        }

        /** Between two loads nobody looks at what the server closed meanwhile. */
        private void forgetClosed() throws IOException {
            selector.selectNow();
            takeReady();
        }

        private void takeAnswers(Duration limit) throws IOException {
            selector.select(Math.max(1, limit.toMillis()));
            takeReady();
        }

        private void takeReady() throws IOException {
            Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
            while (ready.hasNext()) {
                Connection connection = (Connection) ready.next().attachment();
                ready.remove();
                if (!connection.isBusy()) {
                    idle.remove(connection);
                    connection.close();
                } else if (connection.advance()) {
                    count(connection);
                    busy.remove(connection);
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
