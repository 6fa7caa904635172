package ai.rios.libp2p.identify;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.ProtocolHandler;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PeerRecord;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.SignedEnvelope;
import ai.rios.libp2p.io.Frames;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.muxer.ErrorCodes;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@code /ipfs/id/1.0.0}, whose opener is told, and {@code /ipfs/id/push/1.0.0}, whose opener tells. Thread-safe.
 */
public final class Identify {
    /** The opener asks. */
    public static final String ID = "/ipfs/id/1.0.0";

    /** The opener tells what has changed. */
    public static final String PUSH_ID = "/ipfs/id/push/1.0.0";

    /** Bytes of a message that is read, at most. */
    public static final int LONGEST_READ = 8 * 1_024;

    /** Bytes of a message that is written, at most: rust-libp2p reads no more. */
    public static final int LONGEST_WRITTEN = 4 * 1_024;

    /** Messages on a stream that are read, at most. */
    public static final int MOST_MESSAGES = 10;

    /** With more than this, the record goes in a message of its own. */
    private static final int ONE_MESSAGE = 2 * 1_024;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PrivateKey key;
    private final String agentVersion;
    private final String protocolVersion;
    private final Supplier<List<Multiaddr>> listenAddresses;
    private final Supplier<List<String>> protocols;
    private final LongSupplier sequence;

    /**
     * Identify for one host.
     *
     * @param key the host's
     * @param listenAddresses where the host listens, asked each time
     * @param protocols what it serves, asked each time
     * @param sequence numbers for peer records: never one that is less than before, also after a restart
     */
    public Identify(
            PrivateKey key,
            String agentVersion,
            String protocolVersion,
            Supplier<List<Multiaddr>> listenAddresses,
            Supplier<List<String>> protocols,
            LongSupplier sequence) {
        this.key = key;
        this.agentVersion = agentVersion;
        this.protocolVersion = protocolVersion;
        this.listenAddresses = listenAddresses;
        this.protocols = protocols;
        this.sequence = sequence;
    }

    /** Tells those who ask. */
    public ProtocolHandler handler() {
        return this::tell;
    }

    /**
     * Takes what peers push, and gives it to {@code told}.
     *
     * @param mayPush whether the peer at the other end may push now; asked once for each push, before anything is read
     */
    public ProtocolHandler pushHandler(Predicate<Connection> mayPush, BiConsumer<Connection, IdentifyMessage> told) {
        return stream -> {
            if (mayPush.test(stream.connection())) {
                told.accept(stream.connection(), listen(stream));
            } else {
                stream.reset(ErrorCodes.RATE_LIMITED);
            }
        };
    }

    /**
     * Asks the peer at the other end.
     *
     * @throws FrameException when its answer cannot be read, or tells another peer's key
     */
    public IdentifyMessage ask(Connection connection) throws IOException {
        try (Stream stream = connection.newStream(ID)) {
            return listen(stream);
        }
    }

    /** Tells the peer at the other end anew. */
    public void push(Connection connection) throws IOException {
        try (Stream stream = connection.newStream(PUSH_ID)) {
            tell(stream);
        }
    }

    private static IdentifyMessage listen(Stream stream) throws IOException {
        stream.deadline(PATIENCE);
        PeerId from = stream.connection().remotePeer();
        PushbackInputStream in = new PushbackInputStream(stream.input());
        IdentifyMessage told = IdentifyMessage.NOTHING;
        try {
            for (int count = 0; count < MOST_MESSAGES && !isAtEnd(in); count++) {
                told = told.and(IdentifyMessage.decode(Frames.read(in, LONGEST_READ), from));
            }
        } catch (MalformedException refused) {
            throw new FrameException("what peer " + from + " tells of itself cannot be read", refused);
        }
        return told;
    }

    private static boolean isAtEnd(PushbackInputStream in) throws IOException {
        int next = in.read();
        if (next >= 0) {
            in.unread(next);
        }
        return next < 0;
    }

    private void tell(Stream stream) throws IOException {
        stream.deadline(PATIENCE);
        List<Multiaddr> addresses = addressesFor(stream.connection().remoteAddress());
        byte[] message = message(stream.connection(), addresses);
        byte[] record = new ProtoWriter().bytes(8, seal(addresses).toBytes()).toBytes();
        if (message.length + record.length <= ONE_MESSAGE) {
            byte[] both = Arrays.copyOf(message, message.length + record.length);
            System.arraycopy(record, 0, both, message.length, record.length);
            stream.writeFrame(both);
        } else {
            stream.writeFrame(message);
            if (record.length <= LONGEST_WRITTEN) {
                stream.writeFrame(record);
            }
        }
        stream.closeWrite();
    }

    /** Loopback is of use only to those who are there too. */
    private List<Multiaddr> addressesFor(Multiaddr remote) {
        return isLoopback(remote)
                ? listenAddresses.get()
                : listenAddresses.get().stream()
                        .filter(address -> !isLoopback(address))
                        .toList();
    }

    private static boolean isLoopback(Multiaddr address) {
        String first = address.components().getFirst().value();
        return first.startsWith("127.") || first.equals("::1") || first.startsWith("::ffff:127.");
    }

    private SignedEnvelope seal(List<Multiaddr> addresses) {
        return new PeerRecord(PeerId.of(key.publicKey()), sequence.getAsLong(), addresses).seal(key);
    }

    /** The message without the record: with as many protocols and addresses as there is room for. */
    private byte[] message(Connection connection, List<Multiaddr> addresses) {
        List<Multiaddr> told = new ArrayList<>(addresses);
        List<String> spoken = new ArrayList<>(protocols.get());
        while (true) {
            byte[] message = new IdentifyMessage(
                            Optional.of(key.publicKey()),
                            told,
                            spoken,
                            Optional.of(connection.remoteAddress()),
                            Optional.of(protocolVersion),
                            Optional.of(agentVersion),
                            Optional.empty())
                    .encode();
            if (message.length <= LONGEST_WRITTEN) {
                return message;
            }
            (told.size() > 1 ? told : spoken).removeLast();
        }
    }
}
