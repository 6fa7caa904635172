package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * What one identity shows in TLS, and how it looks at what others show. Its certificate is made when it is first wanted,
 * since a host may never speak TLS. Thread-safe.
 */
public final class TlsIdentity {
    private final PrivateKey identity;
    private final SecureRandom random;
    private final InstantSource clock;
    // Guarded by this object's lock.
    private @Nullable OwnCertificate own;

    /**
     * What this identity shows.
     *
     * @param clock what the validity of certificates goes by
     */
    public TlsIdentity(PrivateKey identity, SecureRandom random, InstantSource clock) {
        this.identity = identity;
        this.random = random;
        this.clock = clock;
    }

    /** Shows its certificate, self-signed with the identity in it, whatever is asked for; for handshakes that are not this package's. */
    public X509ExtendedKeyManager keys() {
        return new TlsKeys(own());
    }

    /**
     * Looks at the other end's certificate, in one handshake.
     *
     * @param expected whom it must be; empty takes anybody who proves to be somebody
     */
    public TlsTrust trust(Optional<PeerId> expected) {
        return new TlsTrust(expected, clock);
    }

    /**
     * Whose identity a certificate proves; for handshakes that are not this package's.
     *
     * @param chain as the other end showed it
     * @throws CertificateException when it is not as the specification has it
     */
    public PeerId proven(X509Certificate[] chain) throws CertificateException {
        return PeerId.of(PeerCertificate.identity(chain, clock.instant()));
    }

    SecureRandom random() {
        return random;
    }

    synchronized OwnCertificate own() {
        if (own == null) {
            own = OwnCertificate.create(identity, random, clock.instant());
        }
        return own;
    }
}
