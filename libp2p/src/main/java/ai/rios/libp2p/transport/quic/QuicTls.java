package ai.rios.libp2p.transport.quic;

import ai.rios.libp2p.HandshakeException;
import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.security.tls.TlsIdentity;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.ssl.ClientAuth;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The handshakes of one identity within QUIC: both ends show one certificate, nothing is resumed, no data goes early.
 * Thread-safe.
 */
final class QuicTls {
    /** What both ends say that they speak; the streams need no muxer. */
    private static final String PROTOCOL = "libp2p";

    /** Where a session keeps who was proven. */
    private static final String PEER = PeerId.class.getName();

    /** Where it keeps why nobody was, since the native library tells only that. */
    private static final String REFUSAL = QuicTls.class.getName() + ".refusal";

    private final TlsIdentity identity;
    private final Trust trust;

    // Each is made when it is first wanted, since it is a whole context of the native library. Guarded by this object's
    // lock.
    private @Nullable QuicSslContext dialing;
    private @Nullable QuicSslContext listening;

    QuicTls(TlsIdentity identity) {
        this.identity = identity;
        this.trust = new Trust(identity);
    }

    private synchronized QuicSslContext dialingContext() {
        if (dialing == null) {
            // Not by key and certificate: Netty would encrypt them in a key store first, which takes longer than a
            // handshake.
            dialing = context(QuicSslContextBuilder.forClient().keyManager(identity.keys(), null));
            // So that the tickets which the other end sends all the same are thrown away.
            dialing.sessionContext().setSessionCacheSize(0);
        }
        return dialing;
    }

    private synchronized QuicSslContext listeningContext() {
        if (listening == null) {
            listening = context(
                    QuicSslContextBuilder.forServer(identity.keys(), null).clientAuth(ClientAuth.REQUIRE));
        }
        return listening;
    }

    private QuicSslContext context(QuicSslContextBuilder builder) {
        return builder.trustManager(trust)
                .applicationProtocols(PROTOCOL)
                .earlyData(false)
                .build();
    }

    /**
     * The handshake of a connection that this end begins.
     *
     * @param expected whom it must be, as text; null takes anybody
     */
    QuicSslEngine dialing(@Nullable String expected) {
        // The engine's "host" is how the trust below knows. Having no dot, it is no name that the other end would be
        // told.
        return dialingContext().newEngine(ByteBufAllocator.DEFAULT, expected, -1);
    }

    /** The handshake of a connection that the other end begins. */
    QuicSslEngine listening() {
        return listeningContext().newEngine(ByteBufAllocator.DEFAULT);
    }

    /** Who the other end is, after the handshake. */
    PeerId peer(QuicChannel channel) throws HandshakeException {
        SSLEngine engine = channel.sslEngine();
        if (engine == null) {
            throw new HandshakeException("the connection is over already");
        }
        if (engine.getSession().getValue(PEER) instanceof PeerId peer) {
            return peer;
        }
        throw new HandshakeException("the other end showed no certificate");
    }

    /** Why this end did not take the other one's certificate; null where that is not what went wrong. */
    static @Nullable String refusal(QuicChannel channel) {
        SSLEngine engine = channel.sslEngine();
        return engine != null && engine.getSession().getValue(REFUSAL) instanceof String reason ? reason : null;
    }

    /** Takes whoever proves an identity, or only the one that the engine expects. Thread-safe. */
    private static final class Trust extends X509ExtendedTrustManager {
        private final TlsIdentity identity;

        private Trust(TlsIdentity identity) {
            this.identity = identity;
        }

        private void check(X509Certificate[] chain, SSLEngine engine, @Nullable String expected)
                throws CertificateException {
            try {
                PeerId shown = identity.proven(chain);
                if (expected != null && !expected.equals(shown.toString())) {
                    throw new CertificateException("peer " + shown + " is there, and not " + expected);
                }
                engine.getSession().putValue(PEER, shown);
            } catch (CertificateException refused) {
                engine.getSession().putValue(REFUSAL, String.valueOf(refused.getMessage()));
                throw refused;
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            // The engine itself does not tell, its session does.
            check(chain, engine, engine.getSession().getPeerHost());
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain, engine, null);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("there are no sockets in QUIC");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("there are no sockets in QUIC");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("whom this end expects is not known");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("whom this end expects is not known");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
