package ai.rios.libp2p.security;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.PublicKey;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.io.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** No security at all: each end says who it is and is believed. For tests of the layers above. */
public final class PlainSecurity implements SecurityProtocol {
    private final PrivateKey key;

    public PlainSecurity(PrivateKey key) {
        this.key = key;
    }

    @Override
    public String id() {
        return "/plain/test";
    }

    @Override
    public SecureChannel secure(Duplex raw, Direction direction, Optional<PeerId> expected) throws IOException {
        Frames.write(raw.output(), key.publicKey().encode());
        raw.output().flush();
        PublicKey remote = PublicKey.decode(Frames.read(raw.input(), PublicKey.LONGEST));
        PeerId peer = PeerId.of(remote);
        if (!expected.orElse(peer).equals(peer)) {
            raw.close();
            throw new HandshakeException("another peer than expected");
        }
        return new PlainChannel(raw, remote);
    }

    private record PlainChannel(Duplex raw, PublicKey remoteKey) implements SecureChannel {
        @Override
        public PeerId remotePeer() {
            return PeerId.of(remoteKey);
        }

        @Override
        public Optional<String> muxer() {
            return Optional.empty();
        }

        @Override
        public InputStream input() {
            return raw.input();
        }

        @Override
        public OutputStream output() {
            return raw.output();
        }

        @Override
        public void close() {
            raw.close();
        }
    }
}
