package ai.rios.libp2p.security.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.crypto.PeerId;
import ai.rios.libp2p.crypto.PrivateKey;
import ai.rios.libp2p.crypto.PublicKey;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of the specification, our own, and ones with something wrong. */
final class PeerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final PrivateKey ALICE = PrivateKey.ofSeed(new byte[32]);
    private static final KeyPair PAIR = pair();

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "secp256k1"})
    void certificatesOfTheSpecificationAreTheirPeers(String name) throws Exception {
        Properties vectors = vectors();
        PublicKey identity = identity(certificate(vectors.getProperty(name + ".certificate")));
        assertThat(PeerId.of(identity)).hasToString(vectors.getProperty(name + ".peer"));
    }

    @Test
    void theInvalidCertificateOfTheSpecificationIsRefused() throws Exception {
        X509Certificate invalid = certificate(vectors().getProperty("invalid.certificate"));
        assertThatThrownBy(() -> identity(invalid)).isInstanceOf(CertificateException.class);
    }

    @Test
    void ourOwnIsOurs() throws Exception {
        OwnCertificate own = OwnCertificate.create(ALICE, new SecureRandom(), NOW);
        assertThat(identity(own.certificate())).isEqualTo(ALICE.publicKey());
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
        X509Certificate certificate = signed(identityExtension(false));
        for (Duration off : new Duration[] {Duration.ofDays(-2), Duration.ofDays(2)}) {
            assertThatThrownBy(() -> PeerCertificate.identity(new X509Certificate[] {certificate}, NOW.plus(off)))
                    .isInstanceOf(CertificateException.class);
        }
    }

    @Test
    void notOneCertificateAloneIsRefused() throws Exception {
        X509Certificate certificate = signed(identityExtension(false));
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
        byte[] damaged = signed(identityExtension(false)).getEncoded();
        damaged[damaged.length - 1] ^= 1;
        assertThatThrownBy(() -> identity(certificate(HexFormat.of().formatHex(damaged))))
                .isInstanceOf(CertificateException.class);
    }

    /** Readers of X.509 drop bits that are said to be unused, and then find the same signature. */
    @Test
    void oneWhoseSignatureIsSpelledOtherwiseIsRefused() throws Exception {
        byte[] encoded = signed(identityExtension(false)).getEncoded();
        while ((encoded[encoded.length - 1] & 1) != 0) {
            encoded = signed(identityExtension(false)).getEncoded();
        }
        int length = Certificate.getInstance(encoded).getSignature().getOctets().length;
        encoded[encoded.length - length - 1] = 1;
        X509Certificate respelled = certificate(HexFormat.of().formatHex(encoded));
        assertThatThrownBy(() -> identity(respelled))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("signature");
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
        byte[] whole = signed(identityExtension(false)).getEncoded();
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
            assertThatThrownBy(() -> identity(certificate(HexFormat.of().formatHex(damaged))))
                    .as("bit %s", bit)
                    .isInstanceOf(CertificateException.class);
        }
    }

    private static PublicKey identity(X509Certificate certificate) throws CertificateException {
        return PeerCertificate.identity(new X509Certificate[] {certificate}, NOW);
    }

    private static X509Certificate signed(Extension... extensions) throws Exception {
        return OwnCertificate.sign(
                        PAIR, BigInteger.TEN, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)), extensions)
                .certificate();
    }

    private static Extension identityExtension(boolean critical) throws Exception {
        byte[] value =
                IdentityExtension.sign(ALICE, PAIR.getPublic().getEncoded()).encode();
        return extension(IdentityExtension.OID, critical, value);
    }

    private static Extension extension(String oid, boolean critical, byte[] value) {
        return new Extension(new ASN1ObjectIdentifier(oid), critical, new DEROctetString(value));
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }

    private static X509Certificate certificate(String hex) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
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
