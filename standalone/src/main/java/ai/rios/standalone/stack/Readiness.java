package ai.rios.standalone.stack;

import ai.rios.edge.auth.DevTokens;
import ai.rios.runtime.health.Health;
import ai.rios.runtime.process.Deadline;
import ai.rios.standalone.StandaloneException;
import ai.rios.standalone.process.ChildProcess;
import ai.rios.standalone.process.Supervised;
import ai.rios.standalone.settings.StackKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ready means that a command is decided: after every part says it is well, a command goes the whole way, through edge, log and
 * handler and back. It deletes a deployment that does not exist, which changes nothing. Stateless.
 */
public final class Readiness {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final String NOBODY = "/v1/deployments/deploy_00000000000000000000000000";
    private static final int OK = 200;

    /** How the projections' check names them. */
    private static final Pattern BLOCKED = Pattern.compile("blocked tenants \\[([^\\]]+)]");

    private static final int UNAUTHENTICATED = 401;
    private static final int NOT_FOUND = 404;

    /** Kept, for a supervisor asks every two seconds as long as it runs; made when it first does. */
    private static final class Reports {
        static final HttpClient CLIENT =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private Readiness() {}

    /** Waits for both. */
    static void await(String httpUrl, Health health, Path keys) {
        Deadline deadline = Deadline.after(LIMIT);
        awaitUntil(deadline, health::isReady, () -> health.readyReport().json());
        awaitDecision(httpUrl, keys, deadline);
    }

    /**
     * Waits until a command sent to the edge at {@code httpUrl} has been decided.
     *
     * @param keys folder of the keys
     * @throws StandaloneException when that takes too long, and at once when the edge refuses the token, which no wait mends
     */
    public static void awaitDecision(String httpUrl, Path keys) {
        awaitDecision(httpUrl, keys, Deadline.after(LIMIT));
    }

    /**
     * Waits until a process of its own says that it is ready.
     *
     * @param healthUrl of its readiness
     * @param process may die and be started again meanwhile; it has failed when it is given up
     */
    public static void awaitHealthy(String healthUrl, Supervised process) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(healthUrl))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            if (!process.await(() -> isHealthy(client, request), LIMIT)) {
                ChildProcess child = process.child();
                throw new StandaloneException("The process " + child.name()
                        + (child.isAlive()
                                ? " was not ready after " + LIMIT.toSeconds() + " s"
                                : " ended while starting")
                        + "; see " + child.console() + ".");
            }
        }
    }

    /**
     * Tenants whose views stand still, out of a projection's report on its readiness; none when it does not answer.
     *
     * @param healthUrl of its readiness
     */
    public static Set<String> blockedTenants(String healthUrl) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(healthUrl))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            Matcher named = BLOCKED.matcher(Reports.CLIENT
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
            return named.find() ? Set.of(named.group(1).split(", ")) : Set.of();
        } catch (IOException notNow) {
            return Set.of();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }

    private static boolean isHealthy(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new StandaloneException("Interrupted while waiting for the services.", interrupted);
        }
    }

    private static void awaitDecision(String httpUrl, Path keys, Deadline deadline) {
        String token = StackKeys.tokens(keys).mint(DevTokens.Claims.of("rios-probe", "stack"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(httpUrl + NOBODY))
                .header("Authorization", "Bearer " + token)
                .header("If-Match", "*")
                .header("Prefer", "wait=5")
                .timeout(Duration.ofSeconds(10))
                .DELETE()
                .build();
        String[] lastAnswer = {"none"};
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            awaitUntil(
                    deadline,
                    () -> isDecided(client, request, keys, lastAnswer),
                    () -> "last answer: " + lastAnswer[0]);
        }
    }

    private static boolean isDecided(HttpClient client, HttpRequest request, Path keys, String[] lastAnswer) {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            lastAnswer[0] = answer.statusCode() + " " + answer.body();
            if (answer.statusCode() == UNAUTHENTICATED) {
                throw new StandaloneException("The edge refuses the stack's own token (" + lastAnswer[0]
                        + "); move token-key.json and jwks.json in " + keys
                        + " away and start again, new ones are made (tokens of the old key end).");
            }
            return answer.statusCode() == NOT_FOUND;
        } catch (IOException notYet) {
            lastAnswer[0] = String.valueOf(notYet.getMessage());
            return false;
        } catch (InterruptedException interrupted) {
            throw new StandaloneException("Interrupted while waiting for the services.", interrupted);
        }
    }

    private static void awaitUntil(Deadline deadline, BooleanSupplier condition, Supplier<String> detail) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new StandaloneException("Interrupted while waiting for the services.");
            }
            if (deadline.isOver()) {
                throw new StandaloneException(
                        "The services were not ready after " + LIMIT.toSeconds() + " s: " + detail.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
