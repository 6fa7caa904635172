package ai.rios.libp2p.security.tls;

import ai.rios.libp2p.crypto.PrivateKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A certificate that this end shows, with its key: P-256, made here and never stored. Immutable.
 *
 * @param certificate self-signed; the identity is its only extension, since js-libp2p looks at the first alone
 * @param key that it is signed with
 */
record OwnCertificate(X509Certificate certificate, java.security.PrivateKey key) {
    private static final X500Name NAME = new X500Name("O=libp2p.io");
    private static final Duration BEFORE = Duration.ofHours(1); // clocks differ
    private static final Duration AFTER = Duration.ofDays(36_500);
    private static final int SERIAL_BITS = 63;

    /** A new one for this identity. */
    static OwnCertificate create(PrivateKey identity, SecureRandom random, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] extension = IdentityExtension.sign(identity, pair.getPublic().getEncoded())
                    .encode();
            Extension ours = new Extension(
                    new ASN1ObjectIdentifier(IdentityExtension.OID), false, new DEROctetString(extension));
            return sign(pair, new BigInteger(SERIAL_BITS, random), now.minus(BEFORE), now.plus(AFTER), ours);
        } catch (GeneralSecurityException | IOException fault) {
            throw new IllegalStateException("a certificate cannot be made", fault);
        }
    }

    /** A self-signed certificate with these extensions. */
    static OwnCertificate sign(KeyPair pair, BigInteger serial, Instant from, Instant until, Extension... extensions)
            throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
        fields.setSerialNumber(new ASN1Integer(serial.max(BigInteger.ONE)));
        fields.setSignature(algorithm);
        fields.setIssuer(NAME);
        fields.setSubject(NAME);
        fields.setStartDate(new Time(Date.from(from)));
        fields.setEndDate(new Time(Date.from(until)));
        fields.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        if (extensions.length > 0) {
            fields.setExtensions(new Extensions(extensions));
        }
        TBSCertificate signed = fields.generateTBSCertificate();
        ASN1EncodableVector certificate = new ASN1EncodableVector();
        certificate.add(signed);
        certificate.add(algorithm);
        certificate.add(new DERBitString(signature(pair, signed.getEncoded("DER"))));
        return new OwnCertificate(parse(new DERSequence(certificate).getEncoded("DER")), pair.getPrivate());
    }

    private static byte[] signature(KeyPair pair, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed);
        return signature.sign();
    }

    private static X509Certificate parse(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
