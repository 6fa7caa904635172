package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PublicKey;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;

/** Whose certificate it is that another end shows. Stateless. */
final class PeerCertificate {
    /** What may be critical, since it is understood or means nothing here: basic constraints, key usages, the identity. */
    private static final Set<String> UNDERSTOOD = Set.of("2.5.29.15", "2.5.29.19", "2.5.29.37", IdentityExtension.OID);

    private PeerCertificate() {}

    /**
     * The identity that vouches for the key of the one certificate in {@code chain}.
     *
     * @throws CertificateException when there is not exactly one, or anything about it is not as the specification has it
     */
    static PublicKey identity(X509Certificate[] chain, Instant now) throws CertificateException {
        if (chain.length != 1) {
            throw new CertificateException("a peer shows one certificate, not " + chain.length);
        }
        X509Certificate certificate = chain[0];
        certificate.checkValidity(Date.from(now));
        checkForm(certificate);
        checkWholeSignature(certificate);
        checkSelfSigned(certificate);
        try {
            byte[] value = certificate.getExtensionValue(IdentityExtension.OID);
            if (value == null) {
                throw new CertificateException("the certificate names no identity");
            }
            IdentityExtension extension =
                    IdentityExtension.decode(ASN1OctetString.getInstance(value).getOctets());
            if (!extension.vouchesFor(certificate.getPublicKey().getEncoded())) {
                throw new CertificateException("the identity's signature in the certificate is wrong");
            }
            return extension.identity();
        } catch (MalformedException refused) {
            throw new CertificateException("the identity in the certificate cannot be read", refused);
        }
    }

    private static void checkForm(X509Certificate certificate) throws CertificateException {
        if (certificate.getIssuerUniqueID() != null || certificate.getSubjectUniqueID() != null) {
            throw new CertificateException("the certificate has unique ids");
        }
        Set<String> critical = certificate.getCriticalExtensionOIDs();
        if (critical != null) {
            Set<String> unknown = new HashSet<>(critical);
            unknown.removeAll(UNDERSTOOD);
            if (!unknown.isEmpty()) {
                throw new CertificateException(
                        "the certificate has critical extensions that are not known: " + unknown);
            }
        }
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
            throw new CertificateException("the certificate is signed with " + algorithm);
        }
    }

    /**
     * The reader drops the bits of a signature that its first byte says are unused, so that a certificate would have several
     * spellings. The signature comes last.
     */
    private static void checkWholeSignature(X509Certificate certificate) throws CertificateException {
        byte[] encoded = certificate.getEncoded();
        if (encoded[encoded.length - certificate.getSignature().length - 1] != 0) {
            throw new CertificateException("the certificate's signature has unused bits");
        }
    }

    private static void checkSelfSigned(X509Certificate certificate) throws CertificateException {
        try {
            certificate.verify(certificate.getPublicKey());
        } catch (CertificateException refused) {
            throw refused;
        } catch (GeneralSecurityException refused) {
            throw new CertificateException("the certificate is not signed by its own key", refused);
        }
    }
}
