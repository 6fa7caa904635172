package ai.rios.libp2p.kad;

import ai.rios.libp2p.DeadlineException;
import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.LimitException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.io.Timers;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests to peers, each on a thread of its own and within a time limit. The neighbours hear who answered and who did not.
 * Thread-safe.
 */
final class Calls {
    private final Network network;
    private final Neighbours neighbours;
    private final Workers workers;
    private final Timers timers;
    private final Duration limit;

    Calls(Network network, Neighbours neighbours, Workers workers, Timers timers, Duration limit) {
        this.network = network;
        this.neighbours = neighbours;
        this.workers = workers;
        this.timers = timers;
        this.limit = limit;
    }

    /** What a request came to. */
    sealed interface Result {
        /** Whom it was to. */
        PeerId peer();

        /**
         * The peer answered.
         *
         * @param at where it is
         */
        record Answered(PeerId peer, Message answer, Multiaddr at) implements Result {}

        /** The peer could not be reached, or did not answer as it should. */
        record Failed(PeerId peer, IOException reason) implements Result {}
    }

    /** A request that is under way. */
    interface Call {
        /** Ends it; where it has not come to a result yet there is none, and nobody is blamed. */
        void cancel();
    }

    /**
     * Sends messages over one stream; the last one has an answer, and the others have none.
     *
     * @param done gets the result, once, on the thread of the call
     */
    Call start(PeerAddresses peer, List<Message> messages, Consumer<Result> done) {
        Running running = new Running(peer, messages, done);
        if (workers.start("kad-call", running::run).isEmpty()) {
            done.accept(new Result.Failed(peer.id(), new IOException("the node is closed")));
        }
        return running;
    }

    /** Asks a peer on this thread, only to see whether it answers. */
    void check(PeerId peer) {
        Message asking = Message.asking(Message.Type.FIND_NODE, Key.of(network.self()));
        new Running(new PeerAddresses(peer, List.of()), List.of(asking), _ -> {}).run();
    }

    private final class Running implements Call {
        private final PeerAddresses peer;
        private final List<Message> messages;
        private final Consumer<Result> done;
        private final AtomicBoolean over = new AtomicBoolean();

        /** Whether its time is over; the timers' thread says so. */
        private volatile boolean late;

        /** Its thread once it runs. Whoever ends it writes {@code over} first and then reads this; {@link #run} does the reverse. */
        private volatile @Nullable Thread thread;

        private Running(PeerAddresses peer, List<Message> messages, Consumer<Result> done) {
            this.peer = peer;
            this.messages = messages;
            this.done = done;
        }

        private void run() {
            thread = Thread.currentThread();
            if (over.get()) {
                return;
            }
            Timers.Timer timer = timers.schedule(limit, this::isLate);
            try {
                Result.Answered answered = exchange();
                if (over.compareAndSet(false, true)) {
                    neighbours.answered(peer.id(), answered.at());
                    done.accept(answered);
                }
            } catch (IOException failure) {
                failed(failure);
            } catch (RuntimeException failure) {
                failed(new IOException("the request failed: " + failure, failure));
            } finally {
                timer.cancel();
            }
        }

        private void isLate() {
            late = true;
            interrupt();
        }

        private void interrupt() {
            Thread running = thread;
            if (running != null) {
                running.interrupt();
            }
        }

        private Result.Answered exchange() throws IOException {
            try (Network.Exchange exchange = network.open(peer)) {
                for (Message message : messages) {
                    exchange.send(message);
                }
                Message answer = exchange.receive();
                if (answer.type() != messages.getLast().type()) {
                    throw new FrameException("peer " + peer.id() + " answers " + answer.type() + " to "
                            + messages.getLast().type());
                }
                return new Result.Answered(peer.id(), answer, exchange.remoteAddress());
            }
        }

        private void failed(IOException failure) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            IOException reason = late
                    ? new DeadlineException("peer " + peer.id() + " did not answer within " + limit, failure)
                    : failure;
            // what this end has no room for says nothing about the other
            if (!(failure instanceof LimitException)) {
                neighbours.remove(peer.id());
            }
            done.accept(new Result.Failed(peer.id(), reason));
        }

        @Override
        public void cancel() {
            if (over.compareAndSet(false, true)) {
                interrupt();
            }
        }
    }
}
