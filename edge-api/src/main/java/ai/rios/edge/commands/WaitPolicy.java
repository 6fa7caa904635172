package ai.rios.edge.commands;

import java.time.Duration;

/**
 * How long a client waits for the outcome of its command (RFC 7240). Immutable.
 *
 * @param patience how long the answer may take
 * @param respondAsync when the time is over, the answer is "under way" instead of a timeout; and the command has no time budget
 */
public record WaitPolicy(Duration patience, boolean respondAsync) {
    /** Half a minute, then a timeout. */
    public static final WaitPolicy DEFAULT = new WaitPolicy(Duration.ofSeconds(30), false);
}
