package ai.rios.libp2p.kad;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.identify.IdentifyMessage;
import ai.rios.libp2p.multiformats.Multiaddr;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host's connections. Thread-safe. */
final class HostNetwork implements Network, HostListener {
    /** Streams of one peer that are served at a time. */
    static final HandlerOptions SERVED = new HandlerOptions(32, false);

    /** How long a stream may stay open with no whole request on it. */
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** How long an answer may take to be sent. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Host host;
    private final String protocol;

    /** Nobody before {@link #start} and after {@link #stop}; read by the threads of connections. */
    private volatile Optional<Watcher> watcher = Optional.empty();

    HostNetwork(Host host, String protocol) {
        this.host = host;
        this.protocol = protocol;
    }

    @Override
    public PeerId self() {
        return host.id();
    }

    @Override
    public List<Multiaddr> addresses() {
        return host.addresses().stream().map(Multiaddr::withoutPeer).toList();
    }

    @Override
    public List<Multiaddr> addresses(PeerId peer) {
        return host.peers().addresses(peer);
    }

    @Override
    public void keep(PeerId peer, Duration time) {
        host.peers().addAddresses(peer, host.peers().addresses(peer), time);
    }

    @Override
    public Map<PeerId, Multiaddr> connected() {
        Map<PeerId, Multiaddr> connected = new HashMap<>();
        for (Connection connection : host.connections()) {
            if (!connection.isClosed()) {
                connected.putIfAbsent(connection.remotePeer(), connection.remoteAddress());
            }
        }
        return connected;
    }

    @Override
    public Exchange open(PeerAddresses peer) throws IOException {
        return new StreamExchange(host.connect(peer).newStream(protocol));
    }

    @Override
    public void start(Watcher watching, Optional<Server> server) {
        watcher = Optional.of(watching);
        host.addListener(this);
        server.ifPresent(answering -> host.setStreamHandler(protocol, SERVED, stream -> serve(stream, answering)));
        for (PeerId peer : connected().keySet()) {
            if (host.peers().protocols(peer).contains(protocol)) {
                watching.serves(peer);
            }
        }
    }

    @Override
    public void stop() {
        host.removeListener(this);
        host.removeStreamHandler(protocol);
        watcher = Optional.empty();
    }

    @Override
    public void identified(Connection connection, IdentifyMessage told) {
        if (told.protocols().isEmpty()) {
            return;
        }
        boolean serves = told.protocols().contains(protocol);
        watcher.ifPresent(hearing -> {
            if (serves) {
                hearing.serves(connection.remotePeer());
            } else {
                hearing.servesNot(connection.remotePeer());
            }
        });
    }

    private static void serve(Stream stream, Server server) throws IOException {
        Connection connection = stream.connection();
        while (true) {
            stream.deadline(IDLE);
            byte[] request;
            try {
                request = stream.readFrame(MessageCodec.LONGEST_READ);
            } catch (EOFException end) {
                return;
            }
            Optional<Message> answer =
                    server.answer(connection.remotePeer(), connection.remoteAddress(), MessageCodec.decode(request));
            if (answer.isPresent()) {
                stream.deadline(ANSWER);
                stream.writeFrame(MessageCodec.encode(answer.get()));
            }
        }
    }

    /** One stream of a host. */
    private static final class StreamExchange implements Exchange {
        private final Stream stream;
        private boolean answered;

        private StreamExchange(Stream stream) {
            this.stream = stream;
        }

        @Override
        public Multiaddr remoteAddress() {
            return stream.connection().remoteAddress();
        }

        @Override
        public void send(Message message) throws IOException {
            answered = false;
            stream.writeFrame(MessageCodec.encode(message));
        }

        @Override
        public Message receive() throws IOException {
            try {
                Message message = MessageCodec.decode(stream.readFrame(MessageCodec.LONGEST_READ));
                answered = true;
                return message;
            } catch (MalformedException refused) {
                throw new FrameException(
                        "what peer " + stream.connection().remotePeer() + " answers cannot be read", refused);
            }
        }

        @Override
        public void close() {
            if (answered) {
                stream.close();
            } else {
                stream.reset();
            }
        }
    }
}
