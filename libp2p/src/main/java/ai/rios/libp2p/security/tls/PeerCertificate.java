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
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
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

    /** As Bouncy Castle spells a {@code Z}. */
    private static final String UNIVERSAL = "GMT+00:00";

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");

    /** Where an elliptic curve's key may be, as TLS 1.3 has them: by name, never by numbers that the peer has made up. */
    private static final Set<ASN1Encodable> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    /** The signatures by an elliptic curve's key that TLS 1.3 has; Bouncy Castle takes a third of the JDK's time for one. */
    private static final Map<ASN1ObjectIdentifier, Supplier<Signer>> CURVE_SIGNATURES = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256,
            () -> ecdsa(SHA256Digest.newInstance()),
            X9ObjectIdentifiers.ecdsa_with_SHA384,
            () -> ecdsa(new SHA384Digest()),
            X9ObjectIdentifiers.ecdsa_with_SHA512,
            () -> ecdsa(new SHA512Digest()),
            ED25519,
            Ed25519Signer::new);

    /** The others, under the JDK's names; none with a hash of less than 256 bits. */
    private static final Map<ASN1ObjectIdentifier, String> RSA_SIGNATURES = Map.of(
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
        Instant from = instant(certificate.getStartDate());
        Instant until = instant(certificate.getEndDate());
        if (now.isBefore(from) || now.isAfter(until)) {
            throw new CertificateException("the certificate is valid from " + from + " until " + until);
        }
    }

    /** RFC 5280, 4.1.2.5: to the second, in universal time. Bouncy Castle's own reader takes longer than the signature. */
    private static Instant instant(Time time) throws CertificateException {
        String text = time.getTime();
        if (!text.endsWith(UNIVERSAL)) {
            throw new CertificateException("the certificate's validity is not in universal time: " + text);
        }
        try {
            return LocalDateTime.parse(text.substring(0, text.length() - UNIVERSAL.length()), SECONDS)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException refused) {
            throw new CertificateException("the certificate's validity cannot be read: " + text, refused);
        }
    }

    private static void checkSelfSigned(Certificate certificate, byte[] key) throws CertificateException, IOException {
        AlgorithmIdentifier algorithm = certificate.getSignatureAlgorithm();
        if (!algorithm.equals(certificate.getTBSCertificate().getSignature())) {
            throw new CertificateException("the certificate is not signed with what it says");
        }
        byte[] signed = certificate.getTBSCertificate().getEncoded(ASN1Encoding.DER);
        byte[] signature = certificate.getSignature().getOctets();
        Supplier<Signer> curve = CURVE_SIGNATURES.get(algorithm.getAlgorithm());
        boolean isRight = curve == null
                ? isSignedByRsa(algorithm, key, signed, signature)
                : isSignedByCurve(curve.get(), certificate.getSubjectPublicKeyInfo(), signed, signature);
        if (!isRight) {
            throw new CertificateException("the certificate is not signed by its own key");
        }
    }

    private static boolean isSignedByCurve(Signer verifier, SubjectPublicKeyInfo key, byte[] signed, byte[] signature)
            throws CertificateException, IOException {
        AlgorithmIdentifier algorithm = key.getAlgorithm();
        boolean isEd25519 = verifier instanceof Ed25519Signer;
        boolean fits = isEd25519
                ? algorithm.equals(new AlgorithmIdentifier(ED25519))
                : algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                        && algorithm.getParameters() != null
                        && CURVES.contains(algorithm.getParameters().toASN1Primitive());
        if (!fits) {
            throw new CertificateException("the certificate's key is not of the kind that it is signed with");
        }
        verifier.init(false, PublicKeyFactory.createKey(key));
        verifier.update(signed, 0, signed.length);
        return verifier.verifySignature(signature);
    }

    private static Signer ecdsa(Digest digest) {
        return new DSADigestSigner(new ECDSASigner(), digest);
    }

    private static boolean isSignedByRsa(AlgorithmIdentifier algorithm, byte[] key, byte[] signed, byte[] signature)
            throws CertificateException, IOException {
        String name = RSA_SIGNATURES.get(algorithm.getAlgorithm());
        if (name == null) {
            throw new CertificateException("the certificate is signed with " + algorithm.getAlgorithm());
        }
        try {
            Signature verifier = Signature.getInstance(name);
            if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
                verifier.setParameter(pss(algorithm));
            }
            String keys = SubjectPublicKeyInfo.getInstance(key)
                    .getAlgorithm()
                    .getAlgorithm()
                    .getId();
            verifier.initVerify(KeyFactory.getInstance(keys).generatePublic(new X509EncodedKeySpec(key)));
            verifier.update(signed);
            return verifier.verify(signature);
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
