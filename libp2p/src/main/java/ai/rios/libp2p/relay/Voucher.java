package ai.rios.libp2p.relay;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.SignedEnvelope;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.time.Instant;
import java.util.Optional;

/**
 * A relay's word that a peer has a reservation; it travels signed by the relay. Immutable.
 *
 * @param relay who signs it
 * @param peer whose reservation it is
 * @param expires when the reservation ends, in whole seconds of the calendar
 */
public record Voucher(PeerId relay, PeerId peer, Instant expires) {
    private static final String DOMAIN = "libp2p-relay-rsvp";
    private static final byte[] TYPE = {3, 2};
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    /**
     * The voucher in an envelope of its relay.
     *
     * @param key that of the voucher's relay
     */
    public SignedEnvelope seal(PrivateKey key) {
        if (!PeerId.of(key.publicKey()).equals(relay)) {
            throw new IllegalArgumentException("a relay signs its own vouchers only");
        }
        byte[] payload = new ProtoWriter()
                .bytes(1, relay.toBytes())
                .bytes(2, peer.toBytes())
                .varint(3, expires.getEpochSecond())
                .toBytes();
        return SignedEnvelope.seal(key, DOMAIN, TYPE, payload);
    }

    /**
     * Takes a voucher out of its envelope.
     *
     * @throws MalformedException when the envelope does not hold, or another peer signed it than the relay that it names
     */
    public static Voucher open(byte[] envelope) {
        SignedEnvelope opened = SignedEnvelope.open(envelope, DOMAIN, TYPE);
        Voucher told = decode(opened.payload());
        if (!told.relay.equals(PeerId.of(opened.signer()))) {
            throw new MalformedException("a voucher is signed by another peer than its relay");
        }
        return told;
    }

    private static Voucher decode(byte[] payload) {
        Optional<PeerId> relay = Optional.empty();
        Optional<PeerId> peer = Optional.empty();
        long seconds = 0;
        ProtoReader in = new ProtoReader(payload);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> relay = Optional.of(PeerId.decode(in.bytes()));
                case 2 -> peer = Optional.of(PeerId.decode(in.bytes()));
                case 3 -> seconds = in.varint();
                default -> {}
            }
        }
        return new Voucher(
                relay.orElseThrow(() -> new MalformedException("a voucher names no relay")),
                peer.orElseThrow(() -> new MalformedException("a voucher names no peer")),
                moment(seconds));
    }

    /** A moment of the calendar as messages tell it. */
    static Instant moment(long seconds) {
        if (seconds < 0 || seconds > LAST_SECOND) {
            throw new MalformedException("a reservation ends in no year that there is");
        }
        return Instant.ofEpochSecond(seconds);
    }
}
