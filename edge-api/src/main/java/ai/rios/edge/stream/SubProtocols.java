package ai.rios.edge.stream;

import java.util.List;
import java.util.Optional;

/**
 * What a client offers in {@code Sec-WebSocket-Protocol}: versions of what is spoken, and perhaps its credential. A version must be
 * answered, for a browser gives up a socket of which it offered sub-protocols and got none; a credential never is.
 */
final class SubProtocols {
    /** The one version there is; spoken too with those that offer no version. */
    static final String V1_JSON = "rios.v1+json";

    private static final String BEARER = "rios.bearer.";

    private SubProtocols() {}

    /** The token in an offer, if that is a credential. */
    static Optional<String> token(String offered) {
        return offered.startsWith(BEARER) ? Optional.of(offered.substring(BEARER.length())) : Optional.empty();
    }

    /** Whether versions are offered and none of them is ours. */
    static boolean areForeign(List<String> offered) {
        List<String> versions =
                offered.stream().filter(name -> token(name).isEmpty()).toList();
        return !versions.isEmpty() && !versions.contains(V1_JSON);
    }
}
