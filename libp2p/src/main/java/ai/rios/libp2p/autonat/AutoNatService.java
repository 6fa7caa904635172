package ai.rios.libp2p.autonat;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.host.Addresses;
import ai.rios.libp2p.host.HandlerOptions;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.HostPart;
import ai.rios.libp2p.host.PeerAddresses;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Dials peers that ask for it, and says what came of it:
 *
 * <pre>
 * version 2: client                            server
 *   REQUEST, addresses and a number    ─►
 *                                      ◄─   DATA REQUEST    where the first address is not where the client is seen
 *   DATA …                             ─►
 *                                      ◄─   the number, on a connection of another peer to that address
 *                                      ◄─   RESPONSE
 * version 1: as above without numbers and data; only the IP address is dialed from where the client is seen
 * </pre>
 *
 * So nobody has a third one dialed for less than the dial costs there, and failures of version 1 are told only when the time
 * for the dial is over, which makes it no scanner of ports. Thread-safe.
 */
public final class AutoNatService implements HostPart {
    /** Bytes that are wanted before somebody else's address is dialed, at least and at most. */
    static final int LEAST_DATA = 30_000;

    static final int MOST_DATA = 100_000;

    /** Bytes of such data in a message, at least. */
    static final int LEAST_PIECE = 100;

    private final AutoNatLimits limits;
    private final Scope scope;
    private final PrivateKey dialer;
    private final DialBacks dials;
    private final RandomGenerator random = new SecureRandom();

    /** Open until the host closes. */
    private final CountDownLatch closing = new CountDownLatch(1);

    /** All below are set once, before the first stream. */
    @SuppressWarnings("NullAway.Init")
    private HostContext context;

    @SuppressWarnings("NullAway.Init")
    private RequestRates first;

    @SuppressWarnings("NullAway.Init")
    private RequestRates second;

    @SuppressWarnings("NullAway.Init")
    private RequestRates withData;

    /** The service of one host in the public network; it dials as a peer of its own. */
    public AutoNatService(AutoNatLimits limits) {
        this(limits, PrivateKey.generate(new SecureRandom()), Scope.PUBLIC);
    }

    /**
     * The service of one host.
     *
     * @param dialer as whom it dials, never the host's own key; where peers take only whom they know, this one is to be among
     *     these
     */
    public AutoNatService(AutoNatLimits limits, PrivateKey dialer, Scope scope) {
        this.limits = limits;
        this.dialer = dialer;
        this.dials = new DialBacks(dialer);
        this.scope = scope;
    }

    /** Whom peers see that are dialed. */
    public PeerId dialer() {
        return PeerId.of(dialer.publicKey());
    }

    @Override
    public void attach(HostContext host) {
        context = host;
        first = new RequestRates(host.timers(), limits.firstPerMinute(), limits.firstPerPeer(), limits.firstPerPeer());
        second = new RequestRates(host.timers(), limits.perMinute(), limits.perPeer(), limits.atOnce());
        withData = new RequestRates(host.timers(), limits.withData(), limits.withData(), limits.withData());
        // One more than are dialed for is heard, to be told that it is one too many.
        host.host()
                .setStreamHandler(
                        AutoNat.FIRST_ID, new HandlerOptions(limits.firstPerPeer() + 1, false), this::serveFirst);
        host.host().setStreamHandler(AutoNat.REQUEST_ID, new HandlerOptions(limits.atOnce() + 1, false), this::serve);
    }

    @Override
    public void close() {
        closing.countDown();
        dials.close();
    }

    private boolean isUsable(PeerId peer, Multiaddr address) {
        return scope.isElsewhere(context, address)
                && context.dials(address)
                && context.upgrader().gater().allowDial(peer, address);
    }

    private void serve(Stream stream) throws IOException, InterruptedException {
        stream.deadline(limits.request());
        PeerId peer = stream.connection().remotePeer();
        if (stream.connection().remoteAddress().isCircuit() || !second.enter(peer)) {
            answer(stream, DialMessage.Answer.REJECTED);
            return;
        }
        try {
            if (!(read(stream) instanceof DialMessage.Request request)) {
                throw new FrameException("a request to be dialed is none");
            }
            serve(stream, request);
        } finally {
            second.leave(peer);
        }
    }

    private void serve(Stream stream, DialMessage.Request request) throws IOException, InterruptedException {
        PeerId peer = stream.connection().remotePeer();
        for (int at = 0; at < request.addresses().size(); at++) {
            Optional<Multiaddr> address = request.addresses().get(at).filter(asked -> isUsable(peer, asked));
            if (address.isPresent()) {
                serve(stream, at, address.get(), request.nonce());
                return;
            }
        }
        answer(stream, DialMessage.Answer.REFUSED);
    }

    private void serve(Stream stream, int at, Multiaddr address, long nonce) throws IOException, InterruptedException {
        PeerId peer = stream.connection().remotePeer();
        if (!isSeenAt(stream, address)) {
            if (!withData.enter(peer)) {
                answer(stream, DialMessage.Answer.REJECTED);
                return;
            }
            withData.leave(peer);
            takeData(stream, at);
            pause(Duration.ofNanos((long) (limits.pause().toNanos() * random.nextDouble())));
        }
        DialMessage.Dialed dialed = dials.tell(new PeerAddresses(peer, List.of(address)), nonce, limits.dial());
        write(stream, new DialMessage.Response(DialMessage.Answer.OK, at, dialed));
    }

    private static boolean isSeenAt(Stream stream, Multiaddr address) {
        return Addresses.ip(stream.connection().remoteAddress()).equals(Addresses.ip(address));
    }

    private void takeData(Stream stream, int at) throws IOException {
        int wanted = random.nextInt(LEAST_DATA, MOST_DATA + 1);
        write(stream, new DialMessage.DataRequest(at, wanted));
        for (int left = wanted; left > 0; ) {
            if (!(read(stream) instanceof DialMessage.Data(int length))) {
                throw new FrameException("data is wanted, and something else came");
            }
            left -= length;
            if (length < LEAST_PIECE && left > 0) {
                throw new FrameException("data comes in pieces of " + length + " bytes");
            }
        }
    }

    private void pause(Duration time) throws IOException, InterruptedException {
        if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IOException("the host is closed");
        }
    }

    private static DialMessage read(Stream stream) throws IOException {
        try {
            return DialMessage.decode(stream.readFrame(DialMessage.LONGEST));
        } catch (MalformedException refused) {
            throw new FrameException("a message about a dial cannot be read", refused);
        }
    }

    private static void answer(Stream stream, DialMessage.Answer answer) throws IOException {
        write(stream, new DialMessage.Response(answer, 0, DialMessage.Dialed.UNUSED));
    }

    private static void write(Stream stream, DialMessage message) throws IOException {
        stream.writeFrame(message.encode());
    }

    private void serveFirst(Stream stream) throws IOException, InterruptedException {
        stream.deadline(limits.request());
        FirstMessage asked;
        try {
            asked = FirstMessage.decode(stream.readFrame(FirstMessage.LONGEST));
        } catch (MalformedException refused) {
            throw new FrameException("a request to be dialed cannot be read", refused);
        }
        FirstMessage.Answer answer = asked instanceof FirstMessage.Dial dial
                ? answerFirst(stream, dial)
                : FirstMessage.Answer.of(FirstMessage.Status.BAD_REQUEST);
        stream.writeFrame(answer.encode());
    }

    private FirstMessage.Answer answerFirst(Stream stream, FirstMessage.Dial asked)
            throws IOException, InterruptedException {
        PeerId peer = stream.connection().remotePeer();
        if (!asked.peer().orElse(peer).equals(peer)) {
            return FirstMessage.Answer.of(FirstMessage.Status.BAD_REQUEST);
        }
        List<Multiaddr> addresses = addressesWhereSeen(stream.connection().remoteAddress(), asked.addresses()).stream()
                .filter(address -> isUsable(peer, address))
                .toList();
        if (addresses.isEmpty() || !first.enter(peer)) {
            return FirstMessage.Answer.of(FirstMessage.Status.DIAL_REFUSED);
        }
        try {
            return dialFirst(new PeerAddresses(peer, addresses));
        } finally {
            first.leave(peer);
        }
    }

    private FirstMessage.Answer dialFirst(PeerAddresses peer) throws IOException, InterruptedException {
        Duration limit = limits.dial().plus(limits.dial().dividedBy(2));
        long begun = context.timers().nanoTime();
        Optional<Multiaddr> reached = dials.reach(peer, limit);
        if (reached.isPresent()) {
            return new FirstMessage.Answer(FirstMessage.Status.OK, reached);
        }
        pause(limit.minusNanos(context.timers().nanoTime() - begun));
        return FirstMessage.Answer.of(FirstMessage.Status.DIAL_ERROR);
    }

    /** Where the client is seen, and its addresses with that IP in the place of theirs. */
    static List<Multiaddr> addressesWhereSeen(Multiaddr seen, List<Multiaddr> told) {
        if (seen.isCircuit()) {
            return List.of();
        }
        Set<Multiaddr> all = new LinkedHashSet<>(List.of(seen));
        for (Multiaddr address : told) {
            if (isOfIp(address) && isOfIp(seen) && !address.isCircuit()) {
                all.add(Guesses.at(seen, address));
            }
        }
        return all.stream().limit(FirstMessage.MOST_ADDRESSES).toList();
    }

    private static boolean isOfIp(Multiaddr address) {
        Protocol protocol = address.components().getFirst().protocol();
        return protocol == Protocol.IP4 || protocol == Protocol.IP6;
    }
}
