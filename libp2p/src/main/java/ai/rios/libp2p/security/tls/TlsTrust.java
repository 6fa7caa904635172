package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PublicKey;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Takes whoever proves an identity, or only the expected one; for one handshake, which it remembers the identity of. */
final class TlsTrust extends X509ExtendedTrustManager {
    private final Optional<PeerId> expected;
    private final InstantSource clock;
    // Volatile: the engine's tasks may run on any thread; written once before the handshake ends, read after it.
    private volatile @Nullable PublicKey identity;

    TlsTrust(Optional<PeerId> expected, InstantSource clock) {
        this.expected = expected;
        this.clock = clock;
    }

    /** Who it was; null when nobody showed a certificate. */
    @Nullable PublicKey identity() {
        return identity;
    }

    private void check(X509Certificate[] chain, @Nullable SSLEngine engine) throws CertificateException {
        check(chain);
        SSLSession session = engine == null ? null : engine.getHandshakeSession();
        if (session != null) {
            session.invalidate(); // what cannot be resumed has no tickets
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        PublicKey shown = PeerCertificate.identity(chain, clock.instant());
        if (expected.isPresent() && !expected.get().equals(PeerId.of(shown))) {
            throw new CertificateException("peer " + PeerId.of(shown) + " is there, and not " + expected.get());
        }
        identity = shown;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
