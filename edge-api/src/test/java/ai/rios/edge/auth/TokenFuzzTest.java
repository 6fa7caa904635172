package ai.rios.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.signing.Base64Url;
import ai.rios.schemas.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody gets in with a token that is not signed as it is, and who signs nonsense gets no further than the claims. */
class TokenFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String HEADER = "{\"alg\":\"EdDSA\",\"kid\":\"ed\"}";
    private static final String CLAIMS = "{\"aud\":\"rios\",\"sub\":\"alice\",\"tenant\":\"acme\",\"exp\":1800000000,"
            + "\"nbf\":1700000000.5,\"scope\":\"deployments:read\",\"plan\":\"development\",\"region\":\"eu\"}";

    private final KeyPair pair = pair();
    private final JwtAuthenticator authenticator =
            new JwtAuthenticator(this::keys, Duration.ofMinutes(5), Duration.ZERO, () -> NOW);

    @Test
    void aTokenThatWasChangedIsRefused() {
        String own = token(HEADER, CLAIMS);

        Fuzz.texts(List.of(own), text -> {
            Authentication result = authenticator.authenticate(text);
            assertThat(result instanceof Authentication.Granted).isEqualTo(text.equals(own));
        });
    }

    @Test
    void signedClaimsOfAnyShapeAreJudged() {
        Fuzz.texts(
                List.of(CLAIMS, "{\"aud\":[\"other\",\"rios\"],\"sub\":\"b\",\"tenant\":\"t\",\"exp\":1.8e9}"),
                claims -> assertSound(authenticator.authenticate(token(HEADER, claims))));
    }

    @Test
    void headersOfAnyShapeAreJudged() {
        Fuzz.texts(
                List.of(HEADER, "{\"alg\":\"RS256\"}", "{\"alg\":\"none\",\"crit\":[]}"),
                header -> assertSound(authenticator.authenticate(token(header, CLAIMS))));
    }

    private static void assertSound(Authentication result) {
        if (result instanceof Authentication.Granted granted) {
            Principal principal = granted.principal();
            assertThat(Principal.isTenant(principal.tenant())).isTrue();
            assertThat(principal.subject()).isNotEmpty();
            assertThat(principal.expiresAt()).isAfter(NOW);
        } else {
            assertThat(((Authentication.Denied) result).reason()).isNotBlank();
        }
    }

    private String token(String header, String claims) {
        String signed = encode(header) + '.' + encode(claims);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + '.' + Base64Url.encode(signature.sign());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private String keys() {
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\",\"x\":\"" + Base64Url.encode(point)
                + "\"}]}";
    }

    private static String encode(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
