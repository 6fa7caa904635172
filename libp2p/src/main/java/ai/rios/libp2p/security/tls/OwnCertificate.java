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
import org.bouncycastle.asn1.ASN1Encoding;
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
import org.bouncycastle.asn1.x509.Validity;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A certificate that this end shows, with its key: P-256, made here and never stored. Immutable.
 *
 * @param certificate self-signed; the identity is its only extension, since js-libp2p looks at the first alone
 * @param key that it is signed with
 */
record OwnCertificate(X509Certificate certificate, java.security.PrivateKey key) {
    private static final AlgorithmIdentifier ALGORITHM = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final X500Name NAME = new X500Name("O=libp2p.io");
    private static final Duration BEFORE = Duration.ofHours(1); // clocks differ
    private static final Duration AFTER = Duration.ofDays(36_500);
    private static final int SERIAL_BITS = 63;
    private static final int V3 = 2;

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
            byte[] encoded = sign(
                    pair,
                    ALGORITHM,
                    Signature.getInstance("SHA256withECDSA"),
                    NAME,
                    new BigInteger(SERIAL_BITS, random),
                    now.minus(BEFORE),
                    now.plus(AFTER),
                    ours);
            return new OwnCertificate(parse(encoded), pair.getPrivate());
        } catch (GeneralSecurityException | IOException fault) {
            throw new IllegalStateException("a certificate cannot be made", fault);
        }
    }

    /** A self-signed certificate with these extensions, in DER. */
    static byte[] sign(
            KeyPair pair,
            AlgorithmIdentifier algorithm,
            Signature signature,
            X500Name name,
            BigInteger serial,
            Instant from,
            Instant until,
            Extension... extensions)
            throws GeneralSecurityException, IOException {
        TBSCertificate signed = new TBSCertificate(
                new ASN1Integer(V3),
                new ASN1Integer(serial.max(BigInteger.ONE)),
                algorithm,
                name,
                new Validity(new Time(Date.from(from)), new Time(Date.from(until))),
                name,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
                null,
                null,
                extensions.length == 0 ? null : new Extensions(extensions));
        signature.initSign(pair.getPrivate());
        signature.update(signed.getEncoded(ASN1Encoding.DER));
        ASN1EncodableVector certificate = new ASN1EncodableVector();
        certificate.add(signed);
        certificate.add(algorithm);
        certificate.add(new DERBitString(signature.sign()));
        return new DERSequence(certificate).getEncoded(ASN1Encoding.DER);
    }

    private static X509Certificate parse(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }
}
