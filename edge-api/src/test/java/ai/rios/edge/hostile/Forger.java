package ai.rios.edge.hostile;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens of any text, signed with the issuer's own key, with another that the edge knows nothing of, or with none. Thread-safe.
 */
final class Forger {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final RSAKey issuer;
    private final ECKey elliptic;
    private final RSAKey stranger;

    private Forger(RSAKey issuer, ECKey elliptic, RSAKey stranger) {
        this.issuer = issuer;
        this.elliptic = elliptic;
        this.stranger = stranger;
    }

    /**
     * Takes the issuer's key from a folder, and adds an elliptic one to the document of public keys there, so that there is more than
     * one kind to confuse.
     */
    static Forger open(Path folder) {
        try {
            RSAKey issuer = RSAKey.parse(Files.readString(folder.resolve("token-key.json")));
            ECKey elliptic = new ECKeyGenerator(Curve.P_256).keyID("elliptic").generate();
            List<JWK> keys = List.of(issuer.toPublicJWK(), elliptic.toPublicJWK());
            Files.writeString(folder.resolve("jwks.json"), new JWKSet(keys).toString());
            return new Forger(
                    issuer,
                    elliptic,
                    new RSAKeyGenerator(2_048).keyID("stranger").generate());
        } catch (IOException | ParseException | JOSEException e) {
            throw new IllegalStateException("cannot make keys in " + folder, e);
        }
    }

    /** Claims that are good, for an hour, as an object of JSON. */
    static String claims() {
        return "{\"aud\":\"rios\",\"sub\":\"mallory\",\"tenant\":\"" + World.VICTIM
                + "\",\"scope\":\"deployments:read deployments:write\",\"exp\":" + inAnHour() + "}";
    }

    static long inAnHour() {
        return InstantSource.system().instant().plusSeconds(3_600).getEpochSecond();
    }

    String issuerId() {
        return issuer.getKeyID();
    }

    /** The public part of the stranger's key, as a header may hold it. */
    String strangerJwk() {
        return stranger.toPublicJWK().toJSONString();
    }

    /** As the issuer would sign it. */
    String issued(String header, String claims) {
        return with("SHA256withRSA", privateOf(issuer), header, claims);
    }

    String strangers(String header, String claims) {
        return with("SHA256withRSA", privateOf(stranger), header, claims);
    }

    String rs512(String header, String claims) {
        return with("SHA512withRSA", privateOf(issuer), header, claims);
    }

    String elliptic(String header, String claims) {
        return with("SHA256withECDSAinP1363Format", privateOf(elliptic), header, claims);
    }

    /** In the form that JOSE does not use. */
    String ellipticDer(String header, String claims) {
        return with("SHA256withECDSA", privateOf(elliptic), header, claims);
    }

    /** With the public key's bytes, in that form, as a secret. */
    String hmac(String header, String claims, PublicForm form) {
        try {
            byte[] secret = switch (form) {
                case DER -> issuer.toRSAPublicKey().getEncoded();
                case PEM ->
                    ("-----BEGIN PUBLIC KEY-----\n"
                                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                            .encodeToString(
                                                    issuer.toRSAPublicKey().getEncoded())
                                    + "\n-----END PUBLIC KEY-----\n")
                            .getBytes(StandardCharsets.US_ASCII);
                case JWK -> issuer.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
                case EMPTY -> new byte[] {0};
            };
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String signed = unsigned(header, claims);
            return signed + '.' + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How a public key may be taken for a secret. */
    enum PublicForm {
        DER,
        PEM,
        JWK,
        EMPTY
    }

    static String unsigned(String header, String claims) {
        return encode(header) + '.' + encode(claims);
    }

    static String signed(String header, String claims, byte[] signature) {
        return unsigned(header, claims) + '.' + BASE64.encodeToString(signature);
    }

    static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Another last character, whose bits that count are the same. */
    static String respelt(String base64) {
        byte[] meant = Base64.getUrlDecoder().decode(base64);
        String start = base64.substring(0, base64.length() - 1);
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .chars()
                .mapToObj(last -> start + (char) last)
                .filter(text -> !text.equals(base64))
                .filter(text -> Arrays.equals(Base64.getUrlDecoder().decode(text), meant))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("every bit of the last character counts"));
    }

    private static String with(String algorithm, PrivateKey key, String header, String claims) {
        try {
            String signed = unsigned(header, claims);
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateOf(RSAKey key) {
        try {
            return key.toPrivateKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateOf(ECKey key) {
        try {
            return key.toPrivateKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
