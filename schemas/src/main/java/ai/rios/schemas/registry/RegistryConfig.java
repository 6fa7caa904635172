package ai.rios.schemas.registry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a schema registry. Immutable.
 *
 * @param urls base addresses of one registry, at least one, such as {@code http://127.0.0.1:8081/apis/ccompat/v7}; all serve the
 *     same schemas, and a call that one cannot answer goes to the next
 * @param credentials for basic authentication; null none
 * @param trustStore certificates to trust instead of the JDK's; null the JDK's
 * @param requestTimeout for one try at one address, positive
 * @param rounds how often all addresses are tried before a call fails, 1 or more
 * @param backOff pause after the first round, doubled after each to at most {@link #MAX_BACK_OFF}; positive
 */
public record RegistryConfig(
        List<URI> urls,
        @Nullable Credentials credentials,
        @Nullable TrustStore trustStore,
        Duration requestTimeout,
        int rounds,
        Duration backOff) {
    /** Longest pause between two rounds. */
    public static final Duration MAX_BACK_OFF = Duration.ofSeconds(2);

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration DEFAULT_BACK_OFF = Duration.ofMillis(100);
    private static final int DEFAULT_ROUNDS = 4;

    /** User and password of basic authentication. */
    public record Credentials(String user, String password) {
        public Credentials {
            if (user.isEmpty() || user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("registry.user must not be empty nor hold a colon");
            }
        }

        @Override
        public String toString() {
            return "Credentials[user=" + user + "]";
        }
    }

    /**
     * A file of certificates.
     *
     * @param file PEM when its name ends in {@code .pem} or {@code .crt}, else PKCS#12 or JKS
     * @param password of a PKCS#12 or JKS file; empty for none
     */
    public record TrustStore(Path file, String password) {
        @Override
        public String toString() {
            return "TrustStore[file=" + file + "]";
        }
    }

    public RegistryConfig {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("registry.urls must name at least one address");
        }
        urls.forEach(RegistryConfig::checkUrl);
        if (!requestTimeout.isPositive()) {
            throw new IllegalArgumentException("registry.request-timeout must be positive, was " + requestTimeout);
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("registry.rounds must be 1 or more, was " + rounds);
        }
        if (!backOff.isPositive()) {
            throw new IllegalArgumentException("registry.back-off must be positive, was " + backOff);
        }
    }

    /** That registry with no authentication, the JDK's certificates, 5 s a try and 4 rounds from 100 ms on. */
    public static RegistryConfig of(List<URI> urls) {
        return new RegistryConfig(urls, null, null, DEFAULT_TIMEOUT, DEFAULT_ROUNDS, DEFAULT_BACK_OFF);
    }

    private static void checkUrl(URI url) {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("registry.urls must be http or https addresses, was " + url);
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "registry.urls must not hold credentials (host " + url.getHost() + "): set registry.user");
        }
    }
}
