package ai.rios.schemas.deployment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of container image references, {@code [host[:port]/]path[:tag][@digest]}, as the distribution project defines it
 * (distribution/reference, regexp.go). Host names and tags may have capitals, paths may not.
 */
final class ImageReference {
    /** Characters of a reference, at most. */
    private static final int MAX_LENGTH = 255;

    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String HOST = "(?:" + LABEL + "(?:\\." + LABEL + ")*+|\\[[a-fA-F0-9:]+\\])";
    private static final String PORT = "(?::[0-9]{1,5})?";
    private static final String COMPONENT = "[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+";
    private static final String PATH = COMPONENT + "(?:/" + COMPONENT + ")*+";
    private static final String TAG = "(?::(?<tag>\\w[\\w.-]{0,127}+))?";
    private static final String DIGEST =
            "(?:@(?<algorithm>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*):(?<hex>[0-9a-fA-F]{32,}))?";

    /** The host is optional, and is tried first, for a lone first component such as {@code localhost:5000} reads as either. */
    private static final Pattern REFERENCE = Pattern.compile("(?:" + HOST + PORT + "/)?" + PATH + TAG + DIGEST);

    private ImageReference() {}

    /** Whether that text is a reference within the length limit; sha256 and sha512 digests must have their full length. */
    static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        Matcher matcher = REFERENCE.matcher(text);
        return matcher.matches() && hasWholeDigest(matcher.group("algorithm"), matcher.group("hex"));
    }

    private static boolean hasWholeDigest(@Nullable String algorithm, @Nullable String hex) {
        if (algorithm == null || hex == null) {
            return true;
        }
        return switch (algorithm) {
            case "sha256" -> isLowerHex(hex, 64);
            case "sha512" -> isLowerHex(hex, 128);
            default -> true;
        };
    }

    private static boolean isLowerHex(String hex, int length) {
        return hex.length() == length && hex.chars().noneMatch(c -> c >= 'A' && c <= 'F');
    }
}
