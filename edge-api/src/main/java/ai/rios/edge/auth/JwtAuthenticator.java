package ai.rios.edge.auth;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.signing.Base64Url;
import ai.rios.schemas.ids.Sha256;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks bearer tokens: JWTs (RFC 7519) signed with RS256, ES256 or EdDSA by a key of the JWKS, for the audience {@code rios},
 * within their time, with a tenant and a subject. A verified token is remembered by its SHA-256 until it expires or the keys
 * change, for verifying costs up to a millisecond. Thread-safe.
 */
public final class JwtAuthenticator implements Authenticator {
    /** The audience that a token must name. */
    public static final String AUDIENCE = "rios";

    private static final int MAX_TOKEN_LENGTH = 8_192;
    private static final int MAX_SUBJECT_LENGTH = 255;
    private static final int MAX_REMEMBERED = 10_000;
    private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "EdDSA");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final RotatingKeys keys;
    private final InstantSource clock;
    private final Duration leeway;
    private final VerifiedTokens remembered = new VerifiedTokens(MAX_REMEMBERED);

    /**
     * @param jwks file or {@code http(s)} address of the JWKS document
     * @param refreshAfter how often to read it again
     * @param leeway how far clocks may differ
     */
    public JwtAuthenticator(String jwks, Duration refreshAfter, Duration leeway, InstantSource clock) {
        this(KeySource.of(jwks), refreshAfter, leeway, clock);
    }

    JwtAuthenticator(KeySource source, Duration refreshAfter, Duration leeway, InstantSource clock) {
        this.keys = new RotatingKeys(source, refreshAfter, clock);
        this.clock = clock;
        this.leeway = leeway;
    }

    @Override
    public Authentication authenticate(String token) {
        if (token.startsWith(API_KEY_PREFIX)) {
            return Authentication.denied("the API key is not known");
        }
        if (token.length() > MAX_TOKEN_LENGTH) {
            return Authentication.denied("the token is too long");
        }
        VerifiedTokens.Digest digest = VerifiedTokens.Digest.of(Sha256.of(token));
        Principal known = remembered.find(digest, keys.current());
        if (known == null) {
            return verify(token, digest);
        }
        return isOver(known.expiresAt()) ? expired() : new Authentication.Granted(known);
    }

    private Authentication verify(String token, VerifiedTokens.Digest digest) {
        int firstDot = token.indexOf('.');
        int lastDot = token.lastIndexOf('.');
        if (firstDot <= 0 || firstDot == lastDot || token.indexOf('.', firstDot + 1) != lastDot) {
            return Authentication.denied("the token is not a signed JWT");
        }
        JsonNode header = json(token.substring(0, firstDot));
        JsonNode claims = json(token.substring(firstDot + 1, lastDot));
        byte[] signature = base64(token.substring(lastDot + 1));
        if (header == null || claims == null || signature == null || header.has("crit")) {
            return Authentication.denied("the token is not a signed JWT");
        }
        String algorithm = text(header.path("alg"));
        if (!ALGORITHMS.contains(algorithm)) {
            return Authentication.denied("the token's algorithm is not accepted");
        }
        byte[] signed = token.substring(0, lastDot).getBytes(StandardCharsets.US_ASCII);
        KeySet verifying = verifying(algorithm, header.path("kid").textValue(), signed, signature);
        if (verifying == null) {
            return Authentication.denied("the token's signature is not good");
        }
        Authentication result = judge(claims);
        if (result instanceof Authentication.Granted granted) {
            remembered.remember(digest, verifying, granted.principal(), clock.instant());
        }
        return result;
    }

    /** The keys, one of which made the signature; null when none did. */
    private @Nullable KeySet verifying(String algorithm, @Nullable String keyId, byte[] signed, byte[] signature) {
        KeySet known = keys.current();
        List<VerificationKey> candidates = known.candidates(algorithm, keyId);
        if (candidates.isEmpty()) {
            known = keys.afterUnknownKey();
            candidates = known.candidates(algorithm, keyId);
        }
        return candidates.stream().anyMatch(key -> key.verifies(signed, signature)) ? known : null;
    }

    private Authentication judge(JsonNode claims) {
        if (!namesAudience(claims.path("aud"))) {
            return Authentication.denied("the token is not for this audience");
        }
        Instant expiresAt = time(claims.path("exp"));
        if (expiresAt == null) {
            return Authentication.denied("the token has no expiry");
        }
        if (isOver(expiresAt)) {
            return expired();
        }
        if (claims.has("nbf")) {
            Instant notBefore = time(claims.path("nbf"));
            if (notBefore == null || clock.instant().plus(leeway).isBefore(notBefore)) {
                return Authentication.denied("the token is not valid yet");
            }
        }
        String tenant = text(claims.path("tenant"));
        String subject = text(claims.path("sub"));
        if (!Principal.isTenant(tenant)) {
            return Authentication.denied("the token names no tenant");
        }
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT_LENGTH) {
            return Authentication.denied("the token names no subject");
        }
        return new Authentication.Granted(new Principal(
                tenant,
                subject,
                Scopes.parse(text(claims.path("scope"))),
                Plan.of(text(claims.path("plan"))),
                expiresAt,
                claims.path("region").textValue()));
    }

    private boolean isOver(Instant expiresAt) {
        return !clock.instant().minus(leeway).isBefore(expiresAt);
    }

    private static Authentication.Denied expired() {
        return new Authentication.Denied(ApiCode.TOKEN_EXPIRED, "the token has expired");
    }

    private static boolean namesAudience(JsonNode audience) {
        if (audience.isTextual()) {
            return AUDIENCE.equals(audience.textValue());
        }
        for (JsonNode one : audience) {
            if (AUDIENCE.equals(one.textValue())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Instant time(JsonNode seconds) {
        double value = seconds.isNumber() ? seconds.doubleValue() : Double.NaN;
        boolean sane = value >= 0 && value < 1e11; // up to the year 5138; false for NaN
        return sane ? Instant.ofEpochMilli((long) (value * 1000)) : null;
    }

    private static @Nullable JsonNode json(String base64) {
        byte[] bytes = base64(base64);
        if (bytes == null) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            return node != null && node.isObject() ? node : null;
        } catch (IOException _) {
            return null; // the caller refuses the token
        }
    }

    private static byte @Nullable [] base64(String text) {
        return Base64Url.decode(text).orElse(null); // without, the caller refuses the token
    }

    /** A claim that is a text; empty for others. */
    private static String text(JsonNode claim) {
        return claim.isTextual() ? claim.textValue() : "";
    }
}
