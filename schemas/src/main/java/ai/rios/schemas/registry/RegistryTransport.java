package ai.rios.schemas.registry;

import ai.rios.schemas.codec.SchemasUnavailableException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of one registry at several addresses. An address that does not answer, answers 429 or 5xx, or not as a registry
 * does, passes the call on to the next; after all addresses there is a pause, and a bounded number of rounds. The address that answered last is asked first.
 *
 * <p>All calls may be repeated without harm: registering a schema again answers its id again. Thread-safe.
 */
final class RegistryTransport implements AutoCloseable {
    /** Larger answers are refused: the largest of our schemas is some 20 KiB. */
    static final long MAX_ANSWER_BYTES = 4L * 1_024 * 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(RegistryTransport.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private final RegistryConfig config;
    private final HttpClient http;

    /** Index of the address to ask first. A hint only: a lost update costs one try. */
    private final AtomicInteger preferred = new AtomicInteger();

    RegistryTransport(RegistryConfig config) {
        this.config = config;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(config.requestTimeout());
        RegistryConfig.TrustStore trustStore = config.trustStore();
        if (trustStore != null) {
            builder.sslContext(TrustedCertificates.context(trustStore));
        }
        this.http = builder.build();
    }

    /** What a registry said; status is below 500 and not 429, and 404 only when it is the registry that has not found it. */
    record Answer(int status, JsonNode body) {
        /** The status for a message, with the setting to look at. */
        String statusWithHint() {
            return switch (status) {
                case 401, 403 -> status + " (see registry.user)";
                case 404 -> status + " (see registry.urls)";
                default -> Integer.toString(status);
            };
        }

        /**
         * Gateways and wrong addresses say 404 too, and that is no word on what was asked for. The interface's own have an
         * {@code error_code} of 404 and two digits.
         */
        private boolean isNoRegistrys() {
            return body.isMissingNode()
                    || (status == 404 && body.path("error_code").asInt() / 100 != 404);
        }
    }

    /**
     * Calls the registry.
     *
     * @param path below the base address, with a leading slash
     * @param body JSON to send; null none
     * @throws SchemasUnavailableException when no address answered in any round
     */
    Answer call(String method, String path, @Nullable JsonNode body) {
        String failures = "";
        Duration pause = config.backOff();
        for (int round = 1; ; round++) {
            int first = preferred.get();
            StringBuilder failed = new StringBuilder();
            for (int i = 0; i < config.urls().size(); i++) {
                int index = Math.floorMod(first + i, config.urls().size());
                Try tried = tryAt(config.urls().get(index), method, path, body);
                if (tried.answer() != null) {
                    preferred.set(index);
                    return tried.answer();
                }
                failed.append(failed.isEmpty() ? "" : "; ").append(tried.failure());
            }
            failures = failed.toString();
            if (round == config.rounds()) {
                throw new SchemasUnavailableException("the schema registry cannot be reached: " + failures, null);
            }
            LOG.debug("registry round failed round={} failures={}", round, failures);
            pause(pause);
            pause = min(pause.multipliedBy(2), RegistryConfig.MAX_BACK_OFF);
        }
    }

    /** Either an answer, or why there is none. */
    private record Try(@Nullable Answer answer, String failure) {}

    private Try tryAt(URI base, String method, String path, @Nullable JsonNode body) {
        String where = base.getScheme() + "://" + base.getAuthority();
        try {
            HttpResponse<String> response = http.send(
                    request(base, method, path, body),
                    HttpResponse.BodyHandlers.limiting(
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
            if (response.statusCode() == 429 || response.statusCode() >= 500) {
                return new Try(null, where + " answered " + response.statusCode());
            }
            Answer answer = new Answer(response.statusCode(), parse(response.body()));
            return answer.isNoRegistrys() ? stranger(where, answer) : new Try(answer, "");
        } catch (IOException e) {
            return new Try(null, where + ": " + e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest request(URI base, String method, String path, @Nullable JsonNode body) {
        String text = base.toString();
        String prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(prefix + path))
                .timeout(config.requestTimeout())
                .header("Accept", CONTENT_TYPE + ", application/json")
                .method(method, publisher);
        if (body != null) {
            request.header("Content-Type", CONTENT_TYPE);
        }
        RegistryConfig.Credentials credentials = config.credentials();
        if (credentials != null) {
            byte[] pair = (credentials.user() + ":" + credentials.password()).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return request.build();
    }

    /** Of several addresses the next may be better; of one it is no use to ask again. */
    private Try stranger(String where, Answer answer) {
        String failure = where + " answered " + answer.statusWithHint() + ", but not as a registry does: is it one?";
        if (config.urls().size() == 1) {
            throw new RegistryException(failure);
        }
        return new Try(null, failure);
    }

    /** Missing when it is no JSON. */
    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    /**
     * Waits.
     *
     * @throws SchemasUnavailableException when the thread is interrupted
     */
    static void pause(Duration pause) {
        try {
            new CompletableFuture<Boolean>()
                    .completeOnTimeout(true, pause.toMillis(), TimeUnit.MILLISECONDS)
                    .get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a pause cannot fail", e);
        }
    }

    private static SchemasUnavailableException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SchemasUnavailableException("interrupted while the schema registry was asked", e);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Where the registry is, for messages. */
    List<URI> urls() {
        return config.urls();
    }

    @Override
    public void close() {
        http.close();
    }
}
