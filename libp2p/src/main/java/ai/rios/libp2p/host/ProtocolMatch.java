package ai.rios.libp2p.host;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which proposals of peers a handler takes. Immutable.
 *
 * @param protocol what peers are told in identify; taken too
 * @param others which proposals are taken beside that
 */
public record ProtocolMatch(String protocol, Predicate<String> others) {
    private static final Pattern VERSIONED = Pattern.compile("(.*)/(\\d{1,9})\\.(\\d{1,9})\\.\\d{1,9}");

    /** This protocol and no other. */
    public static ProtocolMatch exactly(String protocol) {
        return new ProtocolMatch(protocol, _ -> false);
    }

    /**
     * Also what was spoken before the minor version of {@code protocol}: one that serves {@code /rios/task/1.2.0} takes
     * {@code /rios/task/1.0.0} and {@code /rios/task/1.2.7}, and not {@code /rios/task/1.3.0} or {@code /rios/task/2.0.0}.
     *
     * @throws IllegalArgumentException when it does not end with a version of three numbers
     */
    public static ProtocolMatch sameMajor(String protocol) {
        Matcher own = VERSIONED.matcher(protocol);
        if (!own.matches()) {
            throw new IllegalArgumentException("\"" + protocol + "\" does not end with a version such as 1.0.0");
        }
        String name = own.group(1);
        int major = Integer.parseInt(own.group(2));
        int minor = Integer.parseInt(own.group(3));
        return new ProtocolMatch(protocol, proposal -> {
            Matcher other = VERSIONED.matcher(proposal);
            return other.matches()
                    && other.group(1).equals(name)
                    && Integer.parseInt(other.group(2)) == major
                    && Integer.parseInt(other.group(3)) <= minor;
        });
    }
}
