package ai.rios.libp2p.host;

import java.io.IOException;
import java.util.List;

/**
 * Why addresses of a peer led nowhere, for people to read. Both how many there are and what stands in them may be others' choice, so
 * text is bounded. Stateless.
 */
final class DialReasons {
    /** Addresses whose reasons are told, at most; of the others only the number. */
    static final int MOST = 8;

    /** Characters of one reason, at most. */
    static final int LONGEST = 400;

    private DialReasons() {}

    /** What a failure says of itself; its kind, where it says nothing or is none of the network's. */
    static String of(Throwable failure) {
        String message = failure.getMessage();
        return failure instanceof IOException && message != null && !message.isBlank() ? message : failure.toString();
    }

    /** One text of them all. */
    static String join(List<String> reasons) {
        StringBuilder text = new StringBuilder(String.join(
                "; ", reasons.stream().limit(MOST).map(DialReasons::bounded).toList()));
        if (reasons.size() > MOST) {
            text.append("; and ").append(reasons.size() - MOST).append(" more");
        }
        return text.toString();
    }

    private static String bounded(String reason) {
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…";
    }
}
