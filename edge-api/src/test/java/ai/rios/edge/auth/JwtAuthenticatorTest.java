package ai.rios.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.signing.Signer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JwtAuthenticatorTest {
    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final RSAKey RSA =
            made(() -> new RSAKeyGenerator(2048).keyID("rsa").generate());
    private static final ECKey EC =
            made(() -> new ECKeyGenerator(Curve.P_256).keyID("ec").generate());
    private static final KeyPair ED =
            made(() -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair());

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    /** Runs when the clock has been asked so often. */
    private final AtomicReference<Runnable> whenAsked = new AtomicReference<>(() -> {});

    private final AtomicInteger untilAsked = new AtomicInteger();
    private final InstantSource clock = () -> {
        if (untilAsked.getAndDecrement() == 1) {
            whenAsked.get().run();
        }
        return now.get();
    };
    private final AtomicReference<String> document = new AtomicReference<>(jwks(RSA, EC));
    private final AtomicInteger reads = new AtomicInteger();
    private final JwtAuthenticator authenticator = new JwtAuthenticator(
            () -> {
                reads.incrementAndGet();
                return document.get();
            },
            Duration.ofMinutes(5),
            Duration.ZERO,
            clock);

    private static <T> T made(Callable<T> maker) {
        try {
            return maker.call();
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a key", e);
        }
    }

    private static String jwks(JWK... keys) {
        List<JWK> all = new ArrayList<>();
        for (JWK key : keys) {
            all.add(key.toPublicJWK());
        }
        if (ED.getPublic() instanceof EdECPublicKey key) {
            all.add(new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(littleEndian(key)))
                    .keyID("ed")
                    .build());
        }
        return new JWKSet(all).toString();
    }

    private static byte[] littleEndian(EdECPublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .audience("rios")
                .subject("alice")
                .claim("tenant", "acme")
                .claim("scope", "deployments:read logs:read")
                .claim("plan", "development")
                .claim("region", "eu")
                .expirationTime(Date.from(START.plusSeconds(60)));
    }

    private static String sign(JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String rs256(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return sign(
                JWSAlgorithm.RS256,
                "rsa",
                new RSASSASigner(RSA),
                change.apply(claims()).build());
    }

    private void assertDenied(String token, String reason) {
        assertThat(authenticator.authenticate(token)).isEqualTo(Authentication.denied(reason));
    }

    @Test
    void aGoodTokenTellsWhoAsks() throws JOSEException {
        Authentication result = authenticator.authenticate(rs256(builder -> builder));

        assertThat(result).isInstanceOf(Authentication.Granted.class);
        Principal principal = ((Authentication.Granted) result).principal();
        assertThat(principal.tenant()).isEqualTo("acme");
        assertThat(principal.subject()).isEqualTo("alice");
        assertThat(principal.scopes()).containsExactlyInAnyOrder("deployments:read", "logs:read");
        assertThat(principal.plan()).isEqualTo(Plan.DEVELOPMENT);
        assertThat(principal.region()).isEqualTo("eu");
        assertThat(principal.expiresAt()).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void manyScopesAreAllGrantedByATokenAndByATicketAlike() throws JOSEException {
        Set<String> scopes = new HashSet<>(Set.of("deployments:read", "admin"));
        StringBuilder text = new StringBuilder("deployments:read  deployments:read");
        for (int i = 0; i < 300; i++) {
            scopes.add("topics:" + i);
            text.append(" topics:").append(i);
        }
        String token = rs256(claims -> claims.claim("scope", text + " admin deployments:read"));
        Tickets tickets = new Tickets(Signer.of(List.of(Signer.newKey())), clock);

        assertThat(authenticator.authenticate(token)).isInstanceOfSatisfying(Authentication.Granted.class, granted -> {
            assertThat(granted.principal().scopes()).isEqualTo(scopes);
            String ticket = tickets.issue(granted.principal(), "/v1/stream").text();
            assertThat(tickets.redeem(ticket, "/v1/stream"))
                    .isInstanceOfSatisfying(
                            Authentication.Granted.class,
                            redeemed ->
                                    assertThat(redeemed.principal().scopes()).isEqualTo(scopes));
        });
    }

    @Test
    void aPlanThatNobodyKnowsOrNamesIsTheDefault() throws JOSEException {
        for (String plan : Arrays.asList("premium", "Development", "", null)) {
            assertThat(authenticator.authenticate(rs256(builder -> builder.claim("plan", plan))))
                    .as("%s", plan)
                    .isInstanceOfSatisfying(
                            Authentication.Granted.class,
                            granted -> assertThat(granted.principal().plan()).isEqualTo(Plan.DEFAULT));
        }
    }

    @Test
    void allThreeAlgorithmsAreTaken() throws JOSEException, GeneralSecurityException {
        String es256 = sign(JWSAlgorithm.ES256, "ec", new ECDSASigner(EC), claims().build());
        String edDsa = edDsa();

        assertThat(authenticator.authenticate(es256)).isInstanceOf(Authentication.Granted.class);
        assertThat(authenticator.authenticate(edDsa)).isInstanceOf(Authentication.Granted.class);
    }

    private static String edDsa() throws GeneralSecurityException {
        String head = Base64URL.encode("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}").toString();
        String signed = head + '.' + Base64URL.encode(claims().build().toString());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(ED.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + '.' + Base64URL.encode(signature.sign());
    }

    @Test
    void aTokenWithoutASignatureIsRefused() {
        String head = Base64URL.encode("{\"alg\":\"none\"}").toString();
        String body = Base64URL.encode(claims().build().toString()).toString();

        assertDenied(head + '.' + body + '.', "the token's algorithm is not accepted");
        assertDenied(head + '.' + body, "the token is not a signed JWT");
    }

    @Test
    void thePublicKeyIsNoSecretToSignWith() throws JOSEException {
        byte[] publicKey = Base64.getMimeEncoder().encode(RSA.toRSAPublicKey().getEncoded());

        String token = sign(JWSAlgorithm.HS256, "rsa", new MACSigner(publicKey), claims().build());

        assertDenied(token, "the token's algorithm is not accepted");
    }

    @Test
    void aKeyVerifiesItsOwnAlgorithmOnly() throws JOSEException {
        String rs512 = sign(JWSAlgorithm.RS512, "rsa", new RSASSASigner(RSA), claims().build());

        assertDenied(rs512, "the token's algorithm is not accepted");
        assertDenied(
                sign(JWSAlgorithm.ES256, "rsa", new ECDSASigner(EC), claims().build()),
                "the token's signature is not good");
    }

    @Test
    void aChangedTokenIsRefused() throws JOSEException {
        String[] parts = rs256(builder -> builder).split("\\.", -1);
        String other = Base64URL.encode(
                        claims().claim("tenant", "other").build().toString())
                .toString();

        assertDenied(parts[0] + '.' + other + '.' + parts[2], "the token's signature is not good");
    }

    @Test
    void theAudienceMustBeOurs() throws JOSEException {
        assertDenied(rs256(builder -> builder.audience("other")), "the token is not for this audience");
        assertDenied(rs256(builder -> builder.audience((String) null)), "the token is not for this audience");
        assertThat(authenticator.authenticate(rs256(builder -> builder.audience(List.of("x", "rios")))))
                .isInstanceOf(Authentication.Granted.class);
    }

    @Test
    void aTokenHasItsTime() throws JOSEException {
        String token = rs256(builder -> builder);
        assertDenied(rs256(builder -> builder.expirationTime(null)), "the token has no expiry");
        assertDenied(
                rs256(builder -> builder.notBeforeTime(Date.from(START.plusSeconds(5)))), "the token is not valid yet");
        assertThat(authenticator.authenticate(token)).isInstanceOf(Authentication.Granted.class);

        now.set(START.plusSeconds(60));

        assertThat(authenticator.authenticate(token))
                .isEqualTo(new Authentication.Denied(ApiCode.TOKEN_EXPIRED, "the token has expired"));
    }

    @Test
    void tenantAndSubjectMustBeNamed() throws JOSEException {
        assertDenied(rs256(builder -> builder.claim("tenant", null)), "the token names no tenant");
        assertDenied(rs256(builder -> builder.claim("tenant", "Acme/..")), "the token names no tenant");
        assertDenied(rs256(builder -> builder.subject(null)), "the token names no subject");
    }

    @Test
    void aVerifiedTokenIsNotVerifiedAgainAndKeysAreReadSeldom() throws JOSEException {
        String token = rs256(builder -> builder);
        for (int i = 0; i < 100; i++) {
            assertThat(authenticator.authenticate(token)).isInstanceOf(Authentication.Granted.class);
        }

        assertThat(reads).hasValue(1);
    }

    @Test
    void keysMayBeRotated() throws JOSEException {
        RSAKey fresh = new RSAKeyGenerator(2048).keyID("fresh").generate();
        String old = rs256(builder -> builder.expirationTime(Date.from(START.plusSeconds(3_600))));
        String young = sign(
                JWSAlgorithm.RS256,
                "fresh",
                new RSASSASigner(fresh),
                claims().expirationTime(Date.from(START.plusSeconds(3_600))).build());
        assertThat(authenticator.authenticate(old)).isInstanceOf(Authentication.Granted.class);
        assertDenied(young, "the token's signature is not good");

        document.set(jwks(fresh));
        now.set(START.plusSeconds(6));

        assertThat(authenticator.authenticate(young)).isInstanceOf(Authentication.Granted.class);
        assertDenied(old, "the token's signature is not good");
    }

    @Test
    void unknownKeysDoNotMakeItReadTheSourceAllTheTime() throws JOSEException {
        for (int i = 0; i < 50; i++) {
            String kid = "k" + i;
            assertDenied(
                    sign(JWSAlgorithm.RS256, kid, new RSASSASigner(RSA), claims().build()),
                    "the token's signature is not good");
        }

        assertThat(reads).hasValue(1);
    }

    @Test
    void whenTheSourceFailsTheLastGoodKeysStay() throws JOSEException {
        String token = rs256(builder -> builder.expirationTime(Date.from(START.plusSeconds(3_600))));
        assertThat(authenticator.authenticate(token)).isInstanceOf(Authentication.Granted.class);

        document.set("not a document");
        now.set(START.plusSeconds(600));

        assertThat(authenticator.authenticate(token)).isInstanceOf(Authentication.Granted.class);
    }

    @Test
    void aTokenIsNotRememberedWhenItsKeyGoesWhileItIsVerified() throws JOSEException {
        // Given keys that change after the signature was found good: the clock is asked for the age of the keys, twice,
        // then for
        // the token's
        String other = rs256(builder -> builder.subject("bob"));
        assertThat(authenticator.authenticate(other)).isInstanceOf(Authentication.Granted.class);
        whenAsked.set(() -> {
            document.set(jwks(EC));
            now.set(START.plusSeconds(600));
            assertThat(authenticator.authenticate(other)).isInstanceOf(Authentication.Denied.class);
        });
        untilAsked.set(3);
        String token = rs256(builder -> builder.expirationTime(Date.from(START.plusSeconds(3_600))));
        assertThat(authenticator.authenticate(token)).isInstanceOf(Authentication.Granted.class);
        assertThat(untilAsked.get()).isNegative();

        // When, then
        assertThat(authenticator.authenticate(token)).isInstanceOf(Authentication.Denied.class);
    }

    @Test
    void rememberedTokensAreBounded() {
        VerifiedTokens remembered = new VerifiedTokens(10);
        Principal principal = new Principal("acme", "a", Set.of(), Plan.DEFAULT, START.plusSeconds(1), null);
        for (int i = 0; i < 1_000; i++) {
            remembered.remember(new VerifiedTokens.Digest(i, 0, 0, 0), KeySet.EMPTY, principal, START);
        }

        assertThat(remembered.size()).isLessThanOrEqualTo(10);
    }
}
