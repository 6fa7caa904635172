package ai.rios.edge.signing;

import ai.rios.schemas.query.LogPosition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cursors into the log of deployment events: a list's {@code watchCursor} and the {@code cursor} of each stream message. Both
 * name one tenant's place and are worth nothing to another. Thread-safe.
 */
public final class WatchCursors {
    private static final String PURPOSE = "watch-1";
    private static final Pattern PAYLOAD = Pattern.compile("([^|]+)\\|([^|]+)\\|(\\d{1,9})\\|(\\d{1,18})");

    private final Signer signer;

    public WatchCursors(Signer signer) {
        this.signer = signer;
    }

    /** The cursor of a place in the log, for one tenant. */
    public String encode(String tenant, LogPosition position) {
        return signer.sign(
                PURPOSE, tenant + '|' + position.topicId() + '|' + position.partition() + '|' + position.nextOffset());
    }

    /** The place that a cursor names; empty when it was not made here, or for another tenant. */
    public Optional<LogPosition> decode(String tenant, String cursor) {
        return signer.verify(PURPOSE, cursor).flatMap(payload -> {
            Matcher matcher = PAYLOAD.matcher(payload);
            return matcher.matches() && matcher.group(1).equals(tenant)
                    ? Optional.of(new LogPosition(
                            matcher.group(2), Integer.parseInt(matcher.group(3)), Long.parseLong(matcher.group(4))))
                    : Optional.empty();
        });
    }
}
