package ai.rios.libp2p.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.Fuzz;
import ai.rios.libp2p.MalformedException;
import ai.rios.libp2p.protobuf.ProtoReader;
import ai.rios.libp2p.protobuf.ProtoWriter;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeysTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] MESSAGE = {1, 2, 3};

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa", "secp256k1", "ecdsa"})
    void theSpecificationsPublicKeysAreReadAndWritten(String name) {
        PublicKey key = PublicKey.decode(Vectors.key(name + ".public"));
        assertThat(key.type().name()).isEqualToIgnoringCase(name);
        assertThat(key.encode()).isEqualTo(Vectors.key(name + ".public"));
    }

    @Test
    void theSpecificationsPrivateKeyIsReadAndWritten() {
        PrivateKey key = Vectors.ed25519();
        assertThat(key.publicKey()).isEqualTo(PublicKey.decode(Vectors.key("ed25519.public")));
        assertThat(key.encode()).isEqualTo(Vectors.key("ed25519.private"));
    }

    @Test
    void theOldFormWithThePublicKeyTwiceIsRead() {
        byte[] old = HEX.parseHex("08011260"
                + HEX.formatHex(Vectors.key("ed25519.private")).substring(8)
                + HEX.formatHex(Vectors.ed25519().publicKey().data()));
        assertThat(PrivateKey.decode(old).encode()).isEqualTo(Vectors.key("ed25519.private"));
        old[old.length - 1] ^= 1;
        assertThatThrownBy(() -> PrivateKey.decode(old)).isInstanceOf(MalformedException.class);
    }

    @Test
    void halvesThatDoNotBelongTogetherAreRefused() {
        byte[] bytes = Vectors.key("ed25519.private");
        bytes[bytes.length - 1] ^= 1;
        assertThatThrownBy(() -> PrivateKey.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "secp256k1", "ecdsa"})
    void foreignPrivateKeysAreRefused(String name) {
        assertThatThrownBy(() -> PrivateKey.decode(Vectors.key(name + ".private")))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0801",
                "1200",
                "08011200",
                "080412011e",
                // The fields in the other order, a number that is not the shortest, an unknown field, a field twice.
                "12201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e0801",
                "08810012201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e",
                "080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e1800",
                "0801080112201ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e"
            })
    void onlyTheOneWayToWriteAKeyIsRead(String hex) {
        assertThatThrownBy(() -> PublicKey.decode(HEX.parseHex(hex))).isInstanceOf(MalformedException.class);
    }

    @Test
    void aKeyBeyondTheBoundIsRefused() {
        assertThatThrownBy(() -> PublicKey.decode(new byte[PublicKey.LONGEST + 1]))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void rsaSignaturesVerify() throws Exception {
        byte[] pkcs1 = field2(Vectors.key("rsa.private"));
        java.security.PrivateKey secret = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(new PrivateKeyInfo(
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                ASN1Primitive.fromByteArray(pkcs1))
                        .getEncoded()));
        holds(PublicKey.decode(Vectors.key("rsa.public")), sign("SHA256withRSA", secret));
    }

    @Test
    void rsaKeysThatAreTooShortVerifyNothing() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1_024);
        KeyPair pair = generator.generateKeyPair();
        PublicKey key = PublicKey.decode(encoded(0, pair.getPublic().getEncoded()));
        assertThat(key.verifies(MESSAGE, sign("SHA256withRSA", pair.getPrivate())))
                .isFalse();
    }

    @Test
    void rsaKeysThatAreTooLongAreNotEvenTried() throws Exception {
        java.security.PublicKey huge = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        BigInteger.ONE.shiftLeft(8_200).add(BigInteger.ONE), BigInteger.valueOf(65_537)));
        assertThat(PublicKey.decode(encoded(0, huge.getEncoded())).verifies(MESSAGE, new byte[1_026]))
                .isFalse();
    }

    @Test
    void ecdsaSignaturesVerifyOnP256Only() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        holds(PublicKey.decode(encoded(3, pair.getPublic().getEncoded())), sign("SHA256withECDSA", pair.getPrivate()));
        generator.initialize(384);
        KeyPair other = generator.generateKeyPair();
        assertThat(PublicKey.decode(encoded(3, other.getPublic().getEncoded()))
                        .verifies(MESSAGE, sign("SHA256withECDSA", other.getPrivate())))
                .isFalse();
    }

    @Test
    void secp256k1SignaturesVerify() throws Exception {
        X9ECParameters curve = SECNamedCurves.getByName("secp256k1");
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(
                true,
                new ECPrivateKeyParameters(
                        new BigInteger(1, field2(Vectors.key("secp256k1.private"))), new ECDomainParameters(curve)));
        BigInteger[] parts =
                signer.generateSignature(MessageDigest.getInstance("SHA-256").digest(MESSAGE));
        holds(
                PublicKey.decode(Vectors.key("secp256k1.public")),
                StandardDSAEncoding.INSTANCE.encode(curve.getN(), parts[0], parts[1]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void keysThatAreNoneVerifyNothing(int type) {
        byte[] nonsense = new byte[type == 1 ? 32 : 33];
        Arrays.fill(nonsense, (byte) 0xff);
        PublicKey key = PublicKey.decode(encoded(type, nonsense));
        assertThat(key.verifies(MESSAGE, new byte[64])).isFalse();
        assertThat(key.verifies(MESSAGE, new byte[0])).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("ai.rios.libp2p.Fuzz#seeds")
    void nothingBreaksTheReaders(long seed) {
        List<byte[]> keys =
                List.of(Vectors.key("ed25519.public"), Vectors.key("secp256k1.public"), Vectors.key("ecdsa.public"));
        Fuzz.holds(seed, keys, PublicKey::decode, PublicKey::encode);
        Fuzz.refuses(seed, List.of(Vectors.key("ed25519.private")), PrivateKey::decode);
        Fuzz.refuses(seed, keys, bytes -> PublicKey.decode(bytes).verifies(MESSAGE, bytes));
    }

    @Test
    void newKeysDiffer() {
        SecureRandom random = new SecureRandom();
        assertThat(PrivateKey.generate(random).publicKey())
                .isNotEqualTo(PrivateKey.generate(random).publicKey());
    }

    private static void holds(PublicKey key, byte[] signature) {
        assertThat(key.verifies(MESSAGE, signature)).isTrue();
        assertThat(key.verifies(new byte[] {1, 2, 4}, signature)).isFalse();
        signature[signature.length - 1] ^= 1;
        assertThat(key.verifies(MESSAGE, signature)).isFalse();
        assertThat(key.verifies(MESSAGE, Arrays.copyOf(signature, 10))).isFalse();
    }

    private static byte[] sign(String algorithm, java.security.PrivateKey secret) throws Exception {
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(secret);
        signer.update(MESSAGE);
        return signer.sign();
    }

    private static byte[] encoded(int type, byte[] data) {
        return new ProtoWriter().varint(1, type).bytes(2, data).toBytes();
    }

    private static byte[] field2(byte[] message) {
        ProtoReader in = new ProtoReader(message);
        while (in.next()) {
            if (in.field() == 2) {
                return in.bytes();
            }
        }
        throw new IllegalArgumentException("no field 2");
    }
}
