package ai.rios.libp2p.security;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PublicKey;
import ai.rios.libp2p.io.Duplex;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A connection after its handshake, in records that are sealed and opened. One thread reads, one writes, any closes. */
public final class SealedChannel implements SecureChannel {
    private final Duplex raw;
    private final OpeningInput input;
    private final SealingOutput output;
    private final PublicKey remoteKey;
    private final PeerId remotePeer;
    private final Optional<String> muxer;

    /**
     * Goes on where the handshake ended.
     *
     * @param opener of what comes, in which the first bytes after the handshake may wait already
     * @param sealer of what goes
     * @param full bytes in a full record of it
     */
    public SealedChannel(
            Duplex raw,
            OpeningInput.Opener opener,
            SealingOutput.Sealer sealer,
            int full,
            PublicKey remoteKey,
            Optional<String> muxer) {
        this.raw = raw;
        this.input = new OpeningInput(opener, raw::close);
        this.output = new SealingOutput(raw.output(), sealer, full);
        this.remoteKey = remoteKey;
        this.remotePeer = PeerId.of(remoteKey);
        this.muxer = muxer;
    }

    @Override
    public PeerId remotePeer() {
        return remotePeer;
    }

    @Override
    public PublicKey remoteKey() {
        return remoteKey;
    }

    @Override
    public Optional<String> muxer() {
        return muxer;
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void close() {
        raw.close();
    }
}
