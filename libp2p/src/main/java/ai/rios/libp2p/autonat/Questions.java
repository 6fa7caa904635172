package ai.rios.libp2p.autonat;

import ai.rios.libp2p.FrameException;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.connection.Stream;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.multiformats.Multiaddr;
import ai.rios.libp2p.multiformats.Protocol;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** Asks servers to dial this host, and hears the dial-backs. Thread-safe. */
final class Questions {
    /** Addresses of one question, at most. */
    static final int MOST_ADDRESSES = 10;

    /** Bytes of data in a message. */
    private static final int PIECE = 4_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long a dial-back may take to tell its number, and how long the number is waited for that was told. */
    static final Duration NONCE_PATIENCE = Duration.ofSeconds(5);

    private final Duration noncePatience;
    private final RandomGenerator random = new SecureRandom();

    /** Where each number arrives that a server is to tell. */
    private final Map<Long, CompletableFuture<Multiaddr>> awaited = new ConcurrentHashMap<>();

    Questions(Duration noncePatience) {
        this.noncePatience = noncePatience;
    }

    /**
     * What a server found.
     *
     * @param passedOver what it would not dial
     * @param dialed where it dialed; empty where it did not
     * @param reached whether that led here
     */
    record Found(List<Multiaddr> passedOver, Optional<Multiaddr> dialed, boolean reached) {}

    /**
     * Asks by version 2.
     *
     * @param addresses the one that matters most first; the first {@link #MOST_ADDRESSES} are asked for
     * @throws FrameException when what it says cannot be, or is not true
     */
    Found ask(Connection server, List<Multiaddr> addresses) throws IOException {
        List<Multiaddr> asked = addresses.stream().limit(MOST_ADDRESSES).toList();
        long nonce = random.nextLong();
        CompletableFuture<Multiaddr> arrived = new CompletableFuture<>();
        awaited.put(nonce, arrived);
        try (Stream stream = server.newStream(AutoNat.REQUEST_ID)) {
            stream.deadline(PATIENCE);
            stream.writeFrame(DialMessage.Request.of(asked, nonce).encode());
            DialMessage told = read(stream);
            if (told instanceof DialMessage.DataRequest(long address, long bytes)) {
                give(stream, address, bytes, asked.size());
                told = read(stream);
            }
            if (!(told instanceof DialMessage.Response response)) {
                throw new FrameException("a server answers with no answer");
            }
            return found(response, asked, arrived);
        } finally {
            awaited.remove(nonce);
        }
    }

    private static void give(Stream stream, long address, long bytes, int addresses) throws IOException {
        if (address < 0 || address >= addresses || bytes < 0 || bytes > AutoNatService.MOST_DATA) {
            throw new FrameException("a server wants " + bytes + " bytes for address " + address);
        }
        for (int left = (int) bytes; left > 0; left -= PIECE) {
            stream.writeFrame(new DialMessage.Data(Math.min(left, PIECE)).encode());
        }
    }

    private Found found(DialMessage.Response response, List<Multiaddr> asked, CompletableFuture<Multiaddr> arrived)
            throws IOException {
        if (response.answer() != DialMessage.Answer.OK) {
            // Of a server that does not dial now nothing is learnt.
            boolean refused = response.answer() == DialMessage.Answer.REFUSED;
            return new Found(refused ? asked : List.of(), Optional.empty(), false);
        }
        if (response.address() < 0 || response.address() >= asked.size()) {
            throw new FrameException("a server dialed address " + response.address() + ", which is none");
        }
        int at = (int) response.address();
        Multiaddr address = asked.get(at);
        return switch (response.dial()) {
            case DIAL_ERROR -> new Found(asked.subList(0, at), Optional.of(address), false);
            // What counts is that its number came here.
            case OK, DIAL_BACK_ERROR -> {
                requireArrival(address, arrived);
                yield new Found(asked.subList(0, at), Optional.of(address), true);
            }
            case UNUSED -> throw new FrameException("a server says that it dialed, and not how that ended");
        };
    }

    private void requireArrival(Multiaddr address, CompletableFuture<Multiaddr> arrived) throws IOException {
        try {
            Multiaddr at = arrived.get(noncePatience.toNanos(), TimeUnit.NANOSECONDS);
            if (!kinds(at).equals(kinds(address))) {
                throw new FrameException("a server says that it dialed " + address + ", and came to " + at);
            }
        } catch (TimeoutException | ExecutionException none) {
            throw new FrameException("a server says that it dialed " + address + ", and did not come", none);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("asking was interrupted").initCause(interrupt);
        }
    }

    private static List<Protocol> kinds(Multiaddr address) {
        return address.components().stream().map(Multiaddr.Component::protocol).toList();
    }

    private static DialMessage read(Stream stream) throws IOException {
        try {
            return DialMessage.decode(stream.readFrame(DialMessage.LONGEST));
        } catch (MalformedException refused) {
            throw new FrameException("what a server answers cannot be read", refused);
        }
    }

    /** Takes a dial-back; one whose number nobody waits for is reset. */
    void arrive(Stream stream) throws IOException {
        stream.deadline(NONCE_PATIENCE);
        long nonce;
        try {
            nonce = Nonce.decode(stream.readFrame(Nonce.LONGEST));
        } catch (MalformedException refused) {
            throw new FrameException("a dial-back cannot be read", refused);
        }
        CompletableFuture<Multiaddr> waiting = awaited.get(nonce);
        if (waiting == null || !waiting.complete(stream.connection().localAddress())) {
            throw new FrameException("nobody waits for the number of a dial-back");
        }
        stream.writeFrame(Nonce.TAKEN);
    }

    /**
     * Asks by version 1.
     *
     * @return whether the server reached this host; empty where it does not dial, or not now
     * @throws FrameException when its answer cannot be read
     */
    Optional<Boolean> askFirst(Connection server, PeerId own, List<Multiaddr> addresses) throws IOException {
        FirstMessage told;
        try (Stream stream = server.newStream(AutoNat.FIRST_ID)) {
            stream.deadline(PATIENCE);
            stream.writeFrame(new FirstMessage.Dial(Optional.of(own), addresses).encode());
            told = FirstMessage.decode(stream.readFrame(FirstMessage.LONGEST));
        } catch (MalformedException refused) {
            throw new FrameException("what a server answers cannot be read", refused);
        }
        if (!(told instanceof FirstMessage.Answer answer)) {
            throw new FrameException("a server answers with no answer");
        }
        return switch (answer.status()) {
            case OK -> Optional.of(true);
            case DIAL_ERROR -> Optional.of(false);
            case DIAL_REFUSED, BAD_REQUEST, INTERNAL_ERROR -> Optional.empty();
        };
    }
}
