package ai.rios.libp2p.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.PublicKey;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of the specification, our own, and ones with something wrong. */
final class PeerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final PrivateKey ALICE = PrivateKey.ofSeed(new byte[32]);
    private static final KeyPair PAIR = pair();
    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");
    private static final int ALGORITHM_AT = 2;
    private static final int ISSUER_AT = 3;
    private static final int VALIDITY_AT = 4;
    private static final int SUBJECT_AT = 5;
    private static final X500Name SOMEBODY = new X500Name("CN=somebody");

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "secp256k1"})
    void certificatesOfTheSpecificationAreTheirPeers(String name) throws Exception {
        Properties vectors = vectors();
        PublicKey identity = identity(HexFormat.of().parseHex(vectors.getProperty(name + ".certificate")));
        assertThat(PeerId.of(identity)).hasToString(vectors.getProperty(name + ".peer"));
    }

    @Test
    void theInvalidCertificateOfTheSpecificationIsRefused() throws Exception {
        byte[] invalid = HexFormat.of().parseHex(vectors().getProperty("invalid.certificate"));
        assertThatThrownBy(() -> identity(invalid)).isInstanceOf(CertificateException.class);
    }

    @Test
    void ourOwnIsOurs() throws Exception {
        OwnCertificate own = OwnCertificate.create(ALICE, new SecureRandom(), NOW);
        assertThat(PeerCertificate.identity(new X509Certificate[] {own.certificate()}, NOW))
                .isEqualTo(ALICE.publicKey());
        assertThat(own.certificate().getNonCriticalExtensionOIDs()).containsExactly(IdentityExtension.OID);
        assertThat(own.certificate().getCriticalExtensionOIDs()).isEmpty();
    }

    @Test
    void theIdentityMayBeCritical() throws Exception {
        assertThat(identity(signed(identityExtension(true)))).isEqualTo(ALICE.publicKey());
    }

    @Test
    void otherExtensionsMayStandBesideItUnlessTheyAreCriticalAndUnknown() throws Exception {
        Extension known = extension("1.2.3.4", false, new byte[] {5, 0});
        Extension unknown = extension("1.2.3.4", true, new byte[] {5, 0});
        assertThat(identity(signed(known, identityExtension(false)))).isEqualTo(ALICE.publicKey());
        assertThatThrownBy(() -> identity(signed(unknown, identityExtension(false))))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("1.2.3.4");
    }

    @Test
    void oneWithoutIdentityIsRefused() {
        assertThatThrownBy(() -> identity(signed())).isInstanceOf(CertificateException.class);
    }

    @Test
    void oneThatIsNotYetValidOrNoMoreIsRefused() throws Exception {
        byte[] certificate = signed(identityExtension(false));
        for (Duration off : new Duration[] {Duration.ofDays(-2), Duration.ofDays(2)}) {
            assertThatThrownBy(() -> PeerCertificate.identity(certificate, NOW.plus(off)))
                    .isInstanceOf(CertificateException.class);
        }
    }

    @Test
    void notOneCertificateAloneIsRefused() throws Exception {
        X509Certificate certificate =
                OwnCertificate.create(ALICE, new SecureRandom(), NOW).certificate();
        assertThatThrownBy(() -> PeerCertificate.identity(new X509Certificate[] {certificate, certificate}, NOW))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> PeerCertificate.identity(new X509Certificate[0], NOW))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void anIdentityThatVouchesForAnotherKeyIsRefused() throws Exception {
        byte[] other =
                IdentityExtension.sign(ALICE, pair().getPublic().getEncoded()).encode();
        assertThatThrownBy(() -> identity(signed(extension(IdentityExtension.OID, false, other))))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("signature");
    }

    @Test
    void oneThatIsNotSignedByItsOwnKeyIsRefused() throws Exception {
        byte[] damaged = signed(identityExtension(false));
        damaged[damaged.length - 1] ^= 1;
        assertThatThrownBy(() -> identity(damaged)).isInstanceOf(CertificateException.class);
    }

    /** Readers of X.509 drop bits that are said to be unused, and then find the same signature. */
    @Test
    void oneWhoseSignatureIsSpelledOtherwiseIsRefused() throws Exception {
        byte[] encoded = signed(identityExtension(false));
        while ((encoded[encoded.length - 1] & 1) != 0) {
            encoded = signed(identityExtension(false));
        }
        int length = Certificate.getInstance(encoded).getSignature().getOctets().length;
        encoded[encoded.length - length - 1] = 1;
        byte[] respelled = encoded;
        assertThatThrownBy(() -> identity(respelled))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("DER");
    }

    @Test
    void anIdentityOfAnotherShapeIsRefused() {
        byte[][] shapes = {
            {},
            {5, 0},
            {0x30, 0},
            {0x30, 2, 4, 0},
            {0x30, 4, 4, 0, 4, 0},
            {0x30, 4, 2, 1, 4, 0},
            {0x30, (byte) 0x84, 127, 127, 127, 127}
        };
        for (byte[] shape : shapes) {
            assertThatThrownBy(() -> identity(signed(extension(IdentityExtension.OID, false, shape))))
                    .isInstanceOf(CertificateException.class);
        }
    }

    @Test
    void anIdentityWithThreePartsIsRefused() throws Exception {
        DEROctetString part = new DEROctetString(ALICE.publicKey().encode());
        byte[] three = new DERSequence(new DEROctetString[] {part, part, part}).getEncoded();
        assertThatThrownBy(() -> identity(signed(extension(IdentityExtension.OID, false, three))))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void oneWithAnyBitTurnedIsRefused() throws Exception {
        byte[] whole = signed(identityExtension(false));
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThatThrownBy(() -> identity(damaged)).as("bit %s", bit).isInstanceOf(CertificateException.class);
        }
    }

    /** So rust-libp2p's are. */
    @Test
    void theNamesMayBeEmpty() throws Exception {
        ASN1Sequence named = ASN1Sequence.getInstance(signed(identityExtension(false)));
        ASN1Encodable[] fields = ASN1Sequence.getInstance(named.getObjectAt(0)).toArray();
        fields[ISSUER_AT] = new DERSequence();
        fields[SUBJECT_AT] = new DERSequence();
        assertThat(identity(signedAgain(fields, named))).isEqualTo(ALICE.publicKey());
    }

    private static byte[] signedAgain(ASN1Encodable[] fields, ASN1Sequence before) throws Exception {
        DERSequence changed = new DERSequence(fields);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(PAIR.getPrivate());
        signature.update(changed.getEncoded());
        return new DERSequence(new ASN1Encodable[] {changed, before.getObjectAt(1), new DERBitString(signature.sign())})
                .getEncoded();
    }

    @ParameterizedTest
    @CsvSource({
        "20251231235959Z, 20260101000001Z, taken",
        "20260101000000Z, 20260101000000Z, taken",
        "20260101000001Z, 20270101000000Z, is valid from",
        "20250101000000Z, 20251231235959Z, is valid from",
        "20250101000000.5Z, 20270101000000Z, cannot be read",
        "20250230000000Z, 20270101000000Z, cannot be read",
        "20250101000000+0100, 20270101000000Z, universal time",
    })
    void whenItIsValid(String from, String until, String verdict) throws Exception {
        ASN1Sequence plain = ASN1Sequence.getInstance(signed(identityExtension(false)));
        ASN1Encodable[] fields = ASN1Sequence.getInstance(plain.getObjectAt(0)).toArray();
        fields[VALIDITY_AT] =
                new DERSequence(new ASN1Encodable[] {new DERGeneralizedTime(from), new DERGeneralizedTime(until)});
        byte[] encoded = signedAgain(fields, plain);
        if (verdict.equals("taken")) {
            assertThat(identity(encoded)).isEqualTo(ALICE.publicKey());
        } else {
            assertThatThrownBy(() -> identity(encoded))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining(verdict);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EC, 384, 1.2.840.10045.4.3.3, SHA384withECDSA",
        "EC, 521, 1.2.840.10045.4.3.4, SHA512withECDSA",
        "Ed25519, 255, 1.3.101.112, Ed25519",
        "RSA, 2048, 1.2.840.113549.1.1.11, SHA256withRSA",
        "RSA, 2048, 1.2.840.113549.1.1.12, SHA384withRSA",
        "RSA, 2048, 1.2.840.113549.1.1.13, SHA512withRSA",
    })
    void keysAndSignaturesOfTls(String keys, int bits, String algorithm, String name) throws Exception {
        KeyPair pair = pair(keys, bits);
        byte[] encoded = signed(pair, new ASN1ObjectIdentifier(algorithm), name, identityExtension(pair, false));
        assertThat(identity(encoded)).isEqualTo(ALICE.publicKey());
    }

    @ParameterizedTest
    @CsvSource({"SHA-1, false", "SHA-256, true", "SHA-512, true"})
    void rsaWithARandomPaddingUnlessItsHashIsShort(String hash, boolean taken) throws Exception {
        KeyPair pair = pair("RSA", 2_048);
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), 20, 1));
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSASSA_PSS,
                ASN1Primitive.fromByteArray(signature.getParameters().getEncoded()));
        byte[] encoded = signed(pair, algorithm, signature, identityExtension(pair, false));
        if (taken) {
            assertThat(identity(encoded)).isEqualTo(ALICE.publicKey());
        } else {
            assertThatThrownBy(() -> identity(encoded)).isInstanceOf(CertificateException.class);
        }
    }

    @Test
    void signaturesWithAShortHashAreRefused() {
        assertThatThrownBy(() -> identity(
                        signed(PAIR, X9ObjectIdentifiers.ecdsa_with_SHA1, "SHA1withECDSA", identityExtension(false))))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("signed with");
    }

    @Test
    void onlyTheNamedCurvesOfTlsAreTaken() throws Exception {
        ECParameterSpec named = ECNamedCurveTable.getParameterSpec("secp256r1");
        AlgorithmParameterSpec spelledOut =
                new ECParameterSpec(named.getCurve(), named.getG(), named.getN(), named.getH());
        assertThat(identity(onCurve(named))).isEqualTo(ALICE.publicKey());

        for (AlgorithmParameterSpec curve : List.of(spelledOut, new ECGenParameterSpec("secp256k1"))) {
            assertThatThrownBy(() -> identity(onCurve(curve)))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining("not of the kind");
        }
    }

    @Test
    void aSignatureOfAnotherKindThanTheKeyIsRefused() throws Exception {
        KeyPair rsa = pair("RSA", 2_048);
        ASN1Sequence right = ASN1Sequence.getInstance(signed(
                rsa, PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA", identityExtension(rsa, false)));
        for (ASN1ObjectIdentifier other : List.of(X9ObjectIdentifiers.ecdsa_with_SHA256, ED25519)) {
            AlgorithmIdentifier algorithm = new AlgorithmIdentifier(other);
            ASN1Encodable[] fields =
                    ASN1Sequence.getInstance(right.getObjectAt(0)).toArray();
            fields[ALGORITHM_AT] = algorithm;
            byte[] encoded = new DERSequence(
                            new ASN1Encodable[] {new DERSequence(fields), algorithm, right.getObjectAt(2)})
                    .getEncoded();
            assertThatThrownBy(() -> identity(encoded))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining("not of the kind");
        }
    }

    private static byte[] onCurve(AlgorithmParameterSpec curve) throws Exception {
        BouncyCastleProvider provider = new BouncyCastleProvider();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
        generator.initialize(curve);
        KeyPair pair = generator.generateKeyPair();
        return signed(
                pair,
                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                Signature.getInstance("SHA256withECDSA", provider),
                identityExtension(pair, false));
    }

    private static PublicKey identity(byte[] encoded) throws CertificateException {
        return PeerCertificate.identity(encoded, NOW);
    }

    private static byte[] signed(Extension... extensions) throws Exception {
        return signed(PAIR, X9ObjectIdentifiers.ecdsa_with_SHA256, "SHA256withECDSA", extensions);
    }

    private static byte[] signed(KeyPair pair, ASN1ObjectIdentifier algorithm, String name, Extension... extensions)
            throws Exception {
        return signed(pair, new AlgorithmIdentifier(algorithm), Signature.getInstance(name), extensions);
    }

    private static byte[] signed(
            KeyPair pair, AlgorithmIdentifier algorithm, Signature signature, Extension... extensions)
            throws Exception {
        return OwnCertificate.sign(
                pair,
                algorithm,
                signature,
                SOMEBODY,
                BigInteger.TEN,
                NOW.minus(Duration.ofDays(1)),
                NOW.plus(Duration.ofDays(1)),
                extensions);
    }

    private static Extension identityExtension(boolean critical) throws Exception {
        return identityExtension(PAIR, critical);
    }

    private static Extension identityExtension(KeyPair pair, boolean critical) throws Exception {
        byte[] value =
                IdentityExtension.sign(ALICE, pair.getPublic().getEncoded()).encode();
        return extension(IdentityExtension.OID, critical, value);
    }

    private static Extension extension(String oid, boolean critical, byte[] value) {
        return new Extension(new ASN1ObjectIdentifier(oid), critical, new DEROctetString(value));
    }

    private static KeyPair pair() {
        return pair("EC", 256);
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static Properties vectors() throws Exception {
        Properties vectors = new Properties();
        try (InputStream in =
                Objects.requireNonNull(PeerCertificateTest.class.getResourceAsStream("/vectors/tls.properties"))) {
            vectors.load(in);
        }
        return vectors;
    }
}
