package ai.rios.edge.websocket;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One element of {@code Sec-WebSocket-Extensions} (RFC 6455, section 9.1). Immutable.
 *
 * @param name the extension, lower case
 * @param parameters in order; empty for a parameter without a value
 */
record ExtensionOffer(String name, Map<String, Optional<String>> parameters) {
    /** The offers of a header, in the client's order of preference; one that does not parse is left out. */
    static List<ExtensionOffer> parse(String header) {
        List<ExtensionOffer> offers = new ArrayList<>();
        // No parameter that we know has a comma or semicolon in quotes, so plain splits read every acceptable offer.
        for (String element : header.split(",", -1)) {
            parseOne(element).ifPresent(offers::add);
        }
        return offers;
    }

    private static Optional<ExtensionOffer> parseOne(String element) {
        String[] parts = element.split(";", -1);
        String name = parts[0].strip().toLowerCase(Locale.ROOT);
        Map<String, Optional<String>> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            int equals = part.indexOf('=');
            String key = (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            Optional<String> value = equals < 0
                    ? Optional.empty()
                    : Optional.of(unquote(part.substring(equals + 1).strip()));
            if (parameters.putIfAbsent(key, value) != null) {
                return Optional.empty(); // RFC 7692, 7.1: the same parameter twice makes an offer invalid
            }
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(new ExtensionOffer(name, parameters));
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
