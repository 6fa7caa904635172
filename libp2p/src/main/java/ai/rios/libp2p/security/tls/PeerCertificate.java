package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.crypto.PublicKey;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.Properties;

/**
 * Whose certificate it is that another end shows. It is read here and not by the JDK, which takes none whose names are empty,
 * and so are those of rust-libp2p. Stateless.
 */
final class PeerCertificate {
    private static final ASN1ObjectIdentifier IDENTITY = new ASN1ObjectIdentifier(IdentityExtension.OID);

    /** What may be critical, since it is understood or means nothing here. */
    private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
            Set.of(Extension.basicConstraints, Extension.keyUsage, Extension.extendedKeyUsage, IDENTITY);

    /** The signatures that TLS 1.3 has, under the JDK's names; none with a hash of less than 256 bits. */
    private static final Map<ASN1ObjectIdentifier, String> SIGNATURES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            "SHA256withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            "SHA384withECDSA",
            X9ObjectIdentifiers.ecdsa_with_SHA512,
            "SHA512withECDSA",
            new ASN1ObjectIdentifier("1.3.101.112"),
            "Ed25519",
            PKCSObjectIdentifiers.sha256WithRSAEncryption,
            "SHA256withRSA",
            PKCSObjectIdentifiers.sha384WithRSAEncryption,
            "SHA384withRSA",
            PKCSObjectIdentifiers.sha512WithRSAEncryption,
            "SHA512withRSA",
            PKCSObjectIdentifiers.id_RSASSA_PSS,
            "RSASSA-PSS");

    private static final Set<String> PSS_HASHES = Set.of("SHA-256", "SHA-384", "SHA-512");

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
        return identity(chain[0].getEncoded(), now);
    }

    /**
     * The identity that vouches for the key of a certificate.
     *
     * @param encoded its DER
     */
    static PublicKey identity(byte[] encoded, Instant now) throws CertificateException {
        try {
            Certificate certificate = read(encoded);
            checkForm(certificate, encoded);
            checkValidity(certificate, now);
            byte[] key = certificate.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER);
            checkSelfSigned(certificate, key);
            IdentityExtension extension = IdentityExtension.decode(identityValue(certificate.getExtensions()));
            if (!extension.vouchesFor(key)) {
                throw new CertificateException("the identity's signature in the certificate is wrong");
            }
            return extension.identity();
        } catch (MalformedException refused) {
            throw new CertificateException("the identity in the certificate cannot be read", refused);
        } catch (IOException | IllegalArgumentException | IllegalStateException refused) {
            throw new CertificateException("the certificate cannot be read", refused);
        }
    }

    /** Its names may be empty, which otherwise Bouncy Castle does not take either. */
    private static Certificate read(byte[] encoded) {
        Properties.setThreadOverride(Properties.X509_ALLOW_EMPTY_ISSUER_CERT, true);
        try {
            return Certificate.getInstance(encoded);
        } finally {
            Properties.removeThreadOverride(Properties.X509_ALLOW_EMPTY_ISSUER_CERT);
        }
    }

    private static void checkForm(Certificate certificate, byte[] encoded) throws CertificateException, IOException {
        // So that a certificate has one spelling.
        if (!Arrays.equals(certificate.getEncoded(ASN1Encoding.DER), encoded)
                || certificate.getSignature().getPadBits() != 0) {
            throw new CertificateException("the certificate is not in DER");
        }
        if (certificate.getIssuerUniqueID() != null || certificate.getSubjectUniqueID() != null) {
            throw new CertificateException("the certificate has unique ids");
        }
        Extensions extensions = certificate.getExtensions();
        if (extensions == null) {
            throw new CertificateException("the certificate names no identity");
        }
        for (ASN1ObjectIdentifier critical : extensions.getCriticalExtensionOIDs()) {
            if (!UNDERSTOOD.contains(critical)) {
                throw new CertificateException(
                        "the certificate has a critical extension that is not known: " + critical);
            }
        }
    }

    private static void checkValidity(Certificate certificate, Instant now) throws CertificateException {
        Instant from = certificate.getStartDate().getDate().toInstant();
        Instant until = certificate.getEndDate().getDate().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            throw new CertificateException("the certificate is valid from " + from + " until " + until);
        }
    }

    private static void checkSelfSigned(Certificate certificate, byte[] key) throws CertificateException, IOException {
        AlgorithmIdentifier algorithm = certificate.getSignatureAlgorithm();
        String name = SIGNATURES.get(algorithm.getAlgorithm());
        if (name == null) {
            throw new CertificateException("the certificate is signed with " + algorithm.getAlgorithm());
        }
        if (!algorithm.equals(certificate.getTBSCertificate().getSignature())) {
            throw new CertificateException("the certificate is not signed with what it says");
        }
        try {
            Signature signature = Signature.getInstance(name);
            if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
                signature.setParameter(pss(algorithm));
            }
            String keys = certificate
                    .getSubjectPublicKeyInfo()
                    .getAlgorithm()
                    .getAlgorithm()
                    .getId();
            signature.initVerify(KeyFactory.getInstance(keys).generatePublic(new X509EncodedKeySpec(key)));
            signature.update(certificate.getTBSCertificate().getEncoded(ASN1Encoding.DER));
            if (!signature.verify(certificate.getSignature().getOctets())) {
                throw new CertificateException("the certificate is not signed by its own key");
            }
        } catch (CertificateException refused) {
            throw refused;
        } catch (GeneralSecurityException refused) {
            throw new CertificateException("the certificate is not signed by its own key", refused);
        }
    }

    private static PSSParameterSpec pss(AlgorithmIdentifier algorithm) throws GeneralSecurityException, IOException {
        if (algorithm.getParameters() == null) {
            throw new CertificateException("the certificate is signed with SHA-1");
        }
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        parameters.init(algorithm.getParameters().toASN1Primitive().getEncoded(ASN1Encoding.DER));
        PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
        if (!PSS_HASHES.contains(spec.getDigestAlgorithm())) {
            throw new CertificateException("the certificate is signed with " + spec.getDigestAlgorithm());
        }
        return spec;
    }

    private static byte[] identityValue(Extensions extensions) throws CertificateException {
        Extension identity = extensions.getExtension(IDENTITY);
        if (identity == null) {
            throw new CertificateException("the certificate names no identity");
        }
        return identity.getExtnValue().getOctets();
    }
}
