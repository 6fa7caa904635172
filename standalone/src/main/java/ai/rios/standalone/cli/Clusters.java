package ai.rios.standalone.cli;

import ai.rios.runtime.logging.Logging;
import ai.rios.runtime.logging.LoggingConfig;
import ai.rios.standalone.StandaloneException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Clusters that a verb is told about, which may be anywhere or nowhere. Stateless. */
final class Clusters {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A client warns about each attempt to connect; the verb itself says how it ended, once. */
    private static final LoggingConfig QUIET = new LoggingConfig(
            "INFO", Map.of("org.apache.kafka.clients.NetworkClient", "ERROR"), LoggingConfig.Format.AUTO, "");

    private Clusters() {}

    /** Has clients' own words left out of what a verb prints. */
    static void quiet() {
        Logging.start(QUIET);
    }

    /**
     * A client of a cluster that has just answered. It is given 15 s for that, unless {@code default.api.timeout.ms} says otherwise.
     *
     * @throws StandaloneException when it does not answer or is not to be had; no more time is lost with it then
     */
    static Admin admin(Map<String, Object> client) {
        quiet();
        Admin admin = create(client);
        boolean answers = false;
        try {
            Duration patience = patience(client);
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(Math.toIntExact(patience.toMillis())))
                    .nodes()
                    .get();
            answers = true;
            return admin;
        } catch (ExecutionException failure) {
            throw unusable(client, failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StandaloneException("Interrupted while waiting for the cluster.", interrupted);
        } finally {
            if (!answers) {
                admin.close(Duration.ZERO);
            }
        }
    }

    private static Admin create(Map<String, Object> client) {
        try {
            return Admin.create(client);
        } catch (KafkaException failure) {
            // A value that is refused is the exception's own; what a plug-in or a file lacks is its cause's.
            throw unusable(client, failure.getCause() == null ? failure : failure.getCause());
        }
    }

    private static Duration patience(Map<String, Object> client) {
        Object wanted = client.get(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        return wanted == null ? PATIENCE : Duration.ofMillis(Long.parseLong(wanted.toString()));
    }

    private static StandaloneException unusable(Map<String, Object> client, @Nullable Throwable reason) {
        Object servers = client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        if (reason instanceof TimeoutException) {
            long millis = patience(client).toMillis();
            String waited = millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
            return new StandaloneException("No Kafka broker answers at " + servers + " within " + waited + ".", reason);
        }
        String why = reason == null ? "no reason is known" : String.valueOf(reason.getMessage());
        return new StandaloneException("The Kafka cluster at " + servers + " cannot be used: " + why, reason);
    }
}
