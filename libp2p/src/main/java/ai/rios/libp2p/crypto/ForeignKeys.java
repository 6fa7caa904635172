package ai.rios.libp2p.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** Signatures by keys that this module does not make, but other peers have. Stateless. */
final class ForeignKeys {
    private static final int FEWEST_RSA_BITS = 2_048;

    /** Bounds the work that a stranger's key can ask for. */
    private static final int MOST_RSA_BITS = 8_192;

    private static final int P256_BITS = 256;
    private static final ECDomainParameters SECP256K1 = domain();

    private ForeignKeys() {}

    private static ECDomainParameters domain() {
        X9ECParameters curve = SECNamedCurves.getByName("secp256k1");
        return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }

    static boolean verifyRsa(byte[] der, byte[] message, byte[] signature) {
        return verify("RSA", "SHA256withRSA", der, message, signature);
    }

    static boolean verifyEcdsa(byte[] der, byte[] message, byte[] signature) {
        return verify("EC", "SHA256withECDSA", der, message, signature);
    }

    private static boolean verify(String keys, String signatures, byte[] der, byte[] message, byte[] signature) {
        try {
            PublicKey key = KeyFactory.getInstance(keys).generatePublic(new X509EncodedKeySpec(der));
            if (!isOfBearableSize(key)) {
                return false;
            }
            Signature verifier = Signature.getInstance(signatures);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException noneAtAll) {
            return false;
        }
    }

    private static boolean isOfBearableSize(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= FEWEST_RSA_BITS
                        && rsa.getModulus().bitLength() <= MOST_RSA_BITS
                        && rsa.getPublicExponent().bitLength() <= Long.SIZE;
            case ECPublicKey ec -> ec.getParams().getOrder().bitLength() == P256_BITS;
            default -> false;
        };
    }

    static boolean verifySecp256k1(byte[] point, byte[] message, byte[] signature) {
        try {
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, new ECPublicKeyParameters(SECP256K1.getCurve().decodePoint(point), SECP256K1));
            BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(SECP256K1.getN(), signature);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
            return verifier.verifySignature(digest, parts[0], parts[1]);
        } catch (IllegalArgumentException | IOException noneAtAll) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
