package ai.rios.edge.http;

import ai.rios.edge.commands.WaitPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code Prefer} (RFC 7240): how long to wait, and what to say when the time is over. Unknown preferences are ignored. */
final class Preferences {
    private static final int MAX_WAIT_SECONDS = 60;

    private Preferences() {}

    /**
     * The policy that the header's lines ask for.
     *
     * @throws ai.rios.edge.errors.ApiException {@code invalid_request} for a wait out of bounds
     */
    static WaitPolicy parse(List<String> lines) {
        boolean async = false;
        Duration wait = null;
        for (String line : lines) {
            for (String part : line.split("[,;]", 32)) {
                String preference = part.strip().toLowerCase(Locale.ROOT);
                if (preference.equals("respond-async")) {
                    async = true;
                } else if (preference.startsWith("wait=")) {
                    String seconds = preference.substring(5).strip();
                    wait = Duration.ofSeconds(Numbers.parse("Prefer", seconds, 1, MAX_WAIT_SECONDS));
                }
            }
        }
        if (wait == null) {
            wait = async ? Duration.ZERO : WaitPolicy.DEFAULT.patience();
        }
        return new WaitPolicy(wait, async);
    }
}
