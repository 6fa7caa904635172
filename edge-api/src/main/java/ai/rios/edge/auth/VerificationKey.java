package ai.rios.edge.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key together with the one algorithm that it verifies, so that a token's own claim about its algorithm decides
 * nothing. Immutable, thread-safe.
 *
 * @param id the key's {@code kid}; null when it has none
 * @param algorithm JOSE name: RS256, ES256 or EdDSA
 */
record VerificationKey(@Nullable String id, String algorithm, PublicKey key) {
    private static final int MIN_RSA_BITS = 2_048;

    /** The key of a JWK; empty for kinds that are not used here, among them every secret one. */
    static Optional<VerificationKey> of(JWK jwk) {
        if (KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
            return Optional.empty();
        }
        try {
            return switch (jwk) {
                case RSAKey rsa
                when rsa.size() >= MIN_RSA_BITS && fits(rsa, "RS256") ->
                    Optional.of(new VerificationKey(rsa.getKeyID(), "RS256", rsa.toRSAPublicKey()));
                case ECKey ec
                when Curve.P_256.equals(ec.getCurve()) && fits(ec, "ES256") ->
                    Optional.of(new VerificationKey(ec.getKeyID(), "ES256", ec.toECPublicKey()));
                case OctetKeyPair okp
                when Curve.Ed25519.equals(okp.getCurve()) ->
                    Optional.of(new VerificationKey(okp.getKeyID(), "EdDSA", ed25519(okp.getDecodedX())));
                default -> Optional.empty();
            };
        } catch (JOSEException | GeneralSecurityException _) {
            return Optional.empty(); // a key that cannot be built verifies nothing
        }
    }

    /** Whether the signature is this key's over that text. */
    boolean verifies(byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(
                    switch (algorithm) {
                        case "RS256" -> "SHA256withRSA";
                        case "ES256" -> "SHA256withECDSAinP1363Format";
                        default -> "Ed25519";
                    });
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (SignatureException _) {
            return false; // a signature of the wrong length or form
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime verifies " + algorithm, e);
        }
    }

    private static boolean fits(JWK jwk, String algorithm) {
        return jwk.getAlgorithm() == null || algorithm.equals(jwk.getAlgorithm().getName());
    }

    private static PublicKey ed25519(byte[] x) throws GeneralSecurityException {
        if (x.length != 32) {
            throw new GeneralSecurityException("an Ed25519 key has 32 bytes");
        }
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = x[31 - i];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}
