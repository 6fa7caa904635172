package ai.rios.edge.auth;

import ai.rios.runtime.files.OwnersFiles;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Mints tokens for development from a key pair in the data folder: {@code token-key.json} (private, 0600) and {@code jwks.json}
 * beside it, which the edge reads. RS256, for it is the cheapest to verify. Thread-safe.
 */
public final class DevTokens {
    private static final String KEY_FILE = "token-key.json";
    private static final String JWKS_FILE = "jwks.json";
    private static final int RSA_BITS = 2_048;

    private final RSAKey key;
    private final Path jwks;
    private final InstantSource clock;

    private DevTokens(RSAKey key, Path jwks, InstantSource clock) {
        this.key = key;
        this.jwks = jwks;
        this.clock = clock;
    }

    /**
     * The claims of a token. Immutable.
     *
     * @param tenant see {@link Principal#isTenant}; any other is refused with {@link IllegalArgumentException}, as are a scope and a
     *     plan that do not exist
     * @param scopes such as {@link Scopes#ALL}
     * @param plan such as {@code development}
     * @param lifetime from now
     */
    public record Claims(String tenant, String subject, List<String> scopes, String plan, Duration lifetime) {
        public Claims {
            scopes = List.copyOf(scopes);
            if (!Principal.isTenant(tenant)) {
                throw new IllegalArgumentException(
                        "a tenant is lower-case letters, digits and dashes, 63 at most, not \"" + tenant + "\"");
            }
            for (String scope : scopes) {
                if (!Scopes.isKnown(scope)) {
                    throw new IllegalArgumentException("there is no scope \"" + scope + "\"; scopes are "
                            + String.join(", ", Scopes.ALL) + " (* or the start of topics' names)");
                }
            }
            if (!Plan.isKnown(plan)) {
                throw new IllegalArgumentException("there is no plan \"" + plan + "\"; plans are "
                        + Plan.ALL.stream().map(Plan::name).collect(Collectors.joining(", ")));
            }
        }

        /** All scopes and the development plan, for a day. */
        public static Claims of(String tenant, String subject) {
            return new Claims(tenant, subject, Scopes.ALL, Plan.DEVELOPMENT.name(), Duration.ofHours(24));
        }
    }

    /**
     * Opens the key pair of a data folder and makes it if there is none, once where several open it at the same time. A document
     * that does not name the key is made again.
     *
     * @throws UncheckedIOException when the folder cannot be read or written, or the key in it is damaged
     */
    public static DevTokens open(Path dataFolder, InstantSource clock) {
        try {
            Path keyFile = dataFolder.resolve(KEY_FILE);
            RSAKey key = RSAKey.parse(
                    Files.exists(keyFile)
                            ? Files.readString(keyFile)
                            : OwnersFiles.writeOnce(keyFile, newKey().toJSONString()));
            Path jwks = dataFolder.resolve(JWKS_FILE);
            if (!names(jwks, key)) {
                OwnersFiles.write(jwks, new JWKSet(key.toPublicJWK()).toString());
            }
            return new DevTokens(key, jwks, clock);
        } catch (ParseException | JOSEException e) {
            throw new UncheckedIOException(new IOException("the token key in " + dataFolder + " is damaged", e));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the token key in " + dataFolder, e);
        }
    }

    /** The JWKS file with the public key: the value of {@code edge.jwks}. */
    public Path jwksFile() {
        return jwks;
    }

    /** A new token. */
    public String mint(Claims claims) {
        JWTClaimsSet set = new JWTClaimsSet.Builder()
                .audience(JwtAuthenticator.AUDIENCE)
                .subject(claims.subject())
                .claim("tenant", claims.tenant())
                .claim("scope", String.join(" ", claims.scopes()))
                .claim("plan", claims.plan())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plus(claims.lifetime())))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), set);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign with the key of " + jwks.getParent(), e);
        }
        return token.serialize();
    }

    private static RSAKey newKey() throws JOSEException {
        return new RSAKeyGenerator(RSA_BITS)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint(true)
                .generate();
    }

    /** Whether the document has the key under its id; one that cannot be read has not. */
    private static boolean names(Path jwks, RSAKey key) throws IOException, JOSEException {
        if (!Files.exists(jwks)) {
            return false;
        }
        try {
            JWK named = JWKSet.parse(Files.readString(jwks)).getKeyByKeyId(key.getKeyID());
            return named != null && named.computeThumbprint().equals(key.computeThumbprint());
        } catch (ParseException damaged) {
            return false;
        }
    }
}
