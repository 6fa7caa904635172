package ai.rios.edge.commands;

import ai.rios.schemas.deployment.DeploymentCommand;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where commands are appended. Thread-safe. */
public interface CommandLog extends AutoCloseable {
    /**
     * Appends a command under its tenant's key.
     *
     * @param headers record headers, names as in {@link ai.rios.schemas.topics.Headers}
     * @return completes when the log has acknowledged the record; fails with {@link NotAppendedException} when it is certain that
     *     the record is not in the log, with anything else when nobody can tell
     */
    CompletableFuture<Void> append(DeploymentCommand command, Map<String, String> headers);

    /** Sends what is under way, for a bounded time, and lets go of the log. */
    @Override
    void close();
}
