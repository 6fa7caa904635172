package ai.rios.libp2p.kad;

import ai.rios.libp2p.DialException;
import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.StreamResetException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many nodes in one process, with no sockets between them. Messages go through the codec, connections are made by the first
 * request and identify both ends to each other, and a node that is gone answers nobody. Thread-safe.
 */
final class MemoryNet {
    private final Map<PeerId, Node> nodes = new ConcurrentHashMap<>();

    /** A node at an address of its own. */
    Node node(PeerId id, String address) {
        Node node = new Node(id, Multiaddr.parse(address));
        nodes.put(id, node);
        return node;
    }

    /** How a node meets requests, other than by answering them. */
    enum Manner {
        ANSWERS,
        /** It cannot be reached. */
        GONE,
        /** It takes requests and says nothing. */
        SILENT,
        /** It answers once it {@link Node#goesOn}. */
        WAITING
    }

    /** One node's view. */
    final class Node implements Network {
        private final PeerId id;
        private final Multiaddr address;
        private final Map<PeerId, List<Multiaddr>> known = new ConcurrentHashMap<>();
        private final Map<PeerId, Node> connected = new ConcurrentHashMap<>();
        private volatile Optional<Watcher> watcher = Optional.empty();
        private volatile Optional<Server> server = Optional.empty();
        private final CountDownLatch goingOn = new CountDownLatch(1);
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile Manner manner = Manner.ANSWERS;

        private Node(PeerId id, Multiaddr address) {
            this.id = id;
            this.address = address;
        }

        Multiaddr where() {
            return address.withPeer(id.multihash());
        }

        void becomes(Manner other) {
            manner = other;
        }

        /** Whether somebody waits for its answer. */
        boolean isWaitedFor() {
            return waiting.get() > 0;
        }

        /** Answers those who wait, and everybody from now on. */
        void goesOn() {
            manner = Manner.ANSWERS;
            goingOn.countDown();
        }

        /** From now on a node that serves nothing any more says so to those who are connected. */
        void withdraw() {
            server = Optional.empty();
            connected.values().forEach(other -> other.watcher.ifPresent(hearing -> hearing.servesNot(id)));
        }

        @Override
        public PeerId self() {
            return id;
        }

        @Override
        public List<Multiaddr> addresses() {
            return List.of(address);
        }

        @Override
        public List<Multiaddr> addresses(PeerId peer) {
            return known.getOrDefault(peer, List.of());
        }

        @Override
        public void keep(PeerId peer, Duration time) {}

        @Override
        public Map<PeerId, Multiaddr> connected() {
            Map<PeerId, Multiaddr> there = new ConcurrentHashMap<>();
            connected.forEach((peer, node) -> {
                if (node.manner != Manner.GONE) {
                    there.put(peer, node.address);
                }
            });
            return there;
        }

        @Override
        public Exchange open(PeerAddresses peer) throws IOException {
            List<Multiaddr> addresses = new ArrayList<>(peer.addresses());
            addresses.addAll(addresses(peer.id()));
            Node other = nodes.get(peer.id());
            if (other == null || other.manner == Manner.GONE || !addresses.contains(other.address)) {
                throw new DialException("no connection to " + peer.id());
            }
            connect(other);
            return new MemoryExchange(other);
        }

        private void connect(Node other) {
            known.put(other.id, List.of(other.address));
            other.known.put(id, List.of(address));
            if (connected.putIfAbsent(other.id, other) == null) {
                other.connected.put(id, this);
                learn(other);
                other.learn(this);
            }
        }

        private void learn(Node other) {
            watcher.ifPresent(hearing -> {
                if (other.server.isPresent()) {
                    hearing.serves(other.id);
                } else {
                    hearing.servesNot(other.id);
                }
            });
        }

        @Override
        public void start(Watcher watching, Optional<Server> serving) {
            watcher = Optional.of(watching);
            server = serving;
        }

        @Override
        public void stop() {
            watcher = Optional.empty();
            server = Optional.empty();
        }

        private void await(CountDownLatch answers) throws IOException {
            waiting.incrementAndGet();
            try {
                answers.await();
            } catch (InterruptedException late) {
                throw (IOException) new InterruptedIOException("silence").initCause(late);
            } finally {
                waiting.decrementAndGet();
            }
        }

        /** Requests are answered on the thread of who asks. */
        private final class MemoryExchange implements Exchange {
            private final Node other;
            private final Queue<byte[]> answers = new ArrayDeque<>();

            private MemoryExchange(Node other) {
                this.other = other;
            }

            @Override
            public Multiaddr remoteAddress() {
                return other.address;
            }

            @Override
            public void send(Message message) throws IOException {
                if (other.manner == Manner.SILENT) {
                    other.await(new CountDownLatch(1));
                } else if (other.manner == Manner.WAITING) {
                    other.await(other.goingOn);
                }
                Server asked = other.server.orElseThrow(() -> new StreamResetException("it serves no more", 0));
                try {
                    asked.answer(id, address, MessageCodec.decode(MessageCodec.encode(message)))
                            .ifPresent(answer -> answers.add(MessageCodec.encode(answer)));
                } catch (MalformedException refused) {
                    throw (IOException) new StreamResetException("refused", 0).initCause(refused);
                }
            }

            @Override
            public Message receive() throws IOException {
                byte[] answer = answers.poll();
                if (answer == null) {
                    throw new FrameException("no answer");
                }
                return MessageCodec.decode(answer);
            }

            @Override
            public void close() {}
        }
    }
}
