package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.PublicKey;
import ai.rios.libp2p.io.Direction;
import ai.rios.libp2p.io.Duplex;
import ai.rios.libp2p.security.Handshake;
import ai.rios.libp2p.security.SealedChannel;
import ai.rios.libp2p.security.SecureChannel;
import ai.rios.libp2p.security.SecurityProtocol;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 as libp2p speaks it, for one identity. Its certificate is made here, and its key never stored. Thread-safe; no
 * connection knows of another, so none is resumed.
 */
public final class Tls implements SecurityProtocol {
    /** Its name in negotiations. */
    public static final String ID = "/tls/1.0.0";

    private static final String NO_MUXER = "libp2p";

    private final List<String> muxers;
    private final TlsIdentity own;

    /**
     * Handshakes of this identity.
     *
     * @param muxers to agree on within the handshake, the best first; empty leaves that to a negotiation
     * @param clock what the validity of certificates goes by
     */
    public Tls(PrivateKey identity, List<String> muxers, SecureRandom random, InstantSource clock) {
        this(new TlsIdentity(identity, random, clock), muxers);
    }

    /** The same with a certificate that others show too. */
    public Tls(TlsIdentity own, List<String> muxers) {
        this.own = own;
        this.muxers = List.copyOf(muxers);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public SecureChannel secure(Duplex raw, Direction direction, Optional<PeerId> expected) throws IOException {
        return Handshake.over(raw, () -> shakeHands(raw, direction, own.trust(expected)));
    }

    private SecureChannel shakeHands(Duplex raw, Direction direction, TlsTrust trust) throws IOException {
        SSLEngine engine = engine(direction, trust);
        RecordOpener opener = new RecordOpener(engine, raw.input());
        RecordSealer sealer = new RecordSealer(engine);
        new TlsHandshake(engine, opener, sealer, raw.output()).run();
        PublicKey remote = trust.identity();
        if (remote == null) {
            throw new HandshakeException("the other end showed no certificate");
        }
        Optional<String> muxer = muxer(engine.getApplicationProtocol());
        return new SealedChannel(raw, opener, sealer, RecordSealer.FULL, remote, muxer);
    }

    private static Optional<String> muxer(@Nullable String agreed) throws HandshakeException {
        if (agreed == null || agreed.isEmpty()) {
            throw new HandshakeException("the other end names no application protocol");
        }
        return agreed.equals(NO_MUXER) ? Optional.empty() : Optional.of(agreed);
    }

    private SSLEngine engine(Direction direction, TlsTrust trust) {
        SSLEngine engine = context(trust).createSSLEngine();
        engine.setUseClientMode(direction == Direction.OUTBOUND);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setNeedClientAuth(true);
        List<String> named = Stream.concat(muxers.stream(), Stream.of(NO_MUXER)).toList();
        parameters.setApplicationProtocols(named.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        if (direction == Direction.INBOUND) {
            // The client's order counts; null refuses.
            engine.setHandshakeApplicationProtocolSelector((_, offered) ->
                    offered.stream().filter(named::contains).findFirst().orElse(null));
        }
        return engine;
    }

    private SSLContext context(TlsTrust trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {own.keys()}, new TrustManager[] {trust}, own.random());
            context.getClientSessionContext().setSessionCacheSize(1); // of tickets, none of which is ever used
            return context;
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("the JDK has no TLS 1.3", absent);
        }
    }
}
