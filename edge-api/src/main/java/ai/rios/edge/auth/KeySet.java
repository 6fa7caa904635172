package ai.rios.edge.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public keys that tokens may be signed with. Immutable. */
record KeySet(List<VerificationKey> keys) {
    /** No key: every token is refused. */
    static final KeySet EMPTY = new KeySet(List.of());

    private static final int MAX_KEYS = 64;

    KeySet {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a JWKS document.
     *
     * @throws IllegalArgumentException when it is none, or has too many keys
     */
    static KeySet parse(String jwks) {
        JWKSet parsed;
        try {
            parsed = JWKSet.parse(jwks);
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a JWKS document", e);
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (JWK jwk : parsed.getKeys()) {
            VerificationKey.of(jwk).ifPresent(keys::add);
        }
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("a JWKS document may hold " + MAX_KEYS + " keys, not " + keys.size());
        }
        return new KeySet(keys);
    }

    /** The keys that a token with that algorithm and key id may have been signed with. */
    List<VerificationKey> candidates(String algorithm, @Nullable String keyId) {
        return keys.stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .filter(key -> keyId == null || key.id() == null || keyId.equals(key.id()))
                .toList();
    }
}
