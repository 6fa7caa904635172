package ai.rios.edge.auth;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that have been verified, by their SHA-256. Bounded: at the bound, those that have expired go, and if none has, all go;
 * that costs a verification each. Thread-safe.
 */
final class VerifiedTokens {
    private final int maxTokens;
    private final ConcurrentHashMap<Digest, Principal> principals = new ConcurrentHashMap<>();

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

    @Nullable Principal find(Digest digest) {
        return principals.get(digest);
    }

    void remember(Digest digest, Principal principal, Instant now) {
        if (principals.size() >= maxTokens) {
            principals.values().removeIf(known -> !now.isBefore(known.expiresAt()));
            if (principals.size() >= maxTokens) {
                principals.clear();
            }
        }
        principals.put(digest, principal);
    }

    void clear() {
        principals.clear();
    }

    int size() {
        return principals.size();
    }
}
