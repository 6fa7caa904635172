package ai.rios.edge.auth;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that have been verified, by their SHA-256, each good as long as the keys are those that verified it. Bounded: at
 * the bound, those that have expired go, and if none has, all go;
 * that costs a verification each. Thread-safe.
 */
final class VerifiedTokens {
    private final int maxTokens;
    private final ConcurrentHashMap<Digest, Verified> verified = new ConcurrentHashMap<>();

    VerifiedTokens(int maxTokens) {
        this.maxTokens = maxTokens;
    }

    /** The 32 bytes of a SHA-256. */
    record Digest(long a, long b, long c, long d) {
        static Digest of(byte[] sha256) {
            ByteBuffer bytes = ByteBuffer.wrap(sha256);
            return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }
    }

    private record Verified(KeySet by, Principal principal) {}

    @SuppressWarnings("ReferenceEquality") // the keys of each token are not compared one by one
    @Nullable Principal find(Digest digest, KeySet keys) {
        Verified known = verified.get(digest);
        return known == null || known.by() != keys ? null : known.principal();
    }

    void remember(Digest digest, KeySet keys, Principal principal, Instant now) {
        if (verified.size() >= maxTokens) {
            verified.values().removeIf(known -> !now.isBefore(known.principal().expiresAt()));
            if (verified.size() >= maxTokens) {
                verified.clear();
            }
        }
        verified.put(digest, new Verified(keys, principal));
    }

    int size() {
        return verified.size();
    }
}
