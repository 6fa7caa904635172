package ai.rios.edge.websocket;

import java.util.Map;
import java.util.Optional;

/**
 * What both sides agreed on for permessage-deflate (RFC 7692, section 7.1). Immutable.
 *
 * @param serverKeepsContext our messages may refer to earlier ones of ours
 * @param clientKeepsContext the client's messages may refer to earlier ones of its
 * @param serverWindowBits our window is at most 2 to this power; 8 to 15
 * @param windowBitsAsked whether the client named a window for us, which the answer must then repeat
 */
record DeflateAgreement(
        boolean serverKeepsContext, boolean clientKeepsContext, int serverWindowBits, boolean windowBitsAsked) {
    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final int SMALLEST_WINDOW_BITS = 8;
    static final int LARGEST_WINDOW_BITS = 15;

    /** The first of the client's offers that can be taken; empty when none can, and then nothing is compressed. */
    static Optional<DeflateAgreement> negotiate(String header, CompressionSettings settings) {
        if (!settings.enabled()) {
            return Optional.empty();
        }
        return ExtensionOffer.parse(header).stream()
                .filter(offer -> offer.name().equals(NAME))
                .flatMap(offer -> accept(offer.parameters(), settings).stream())
                .findFirst();
    }

    /** The value of the answer's {@code Sec-WebSocket-Extensions}. */
    String answer() {
        StringBuilder answer = new StringBuilder(NAME);
        if (!serverKeepsContext) {
            answer.append("; ").append(SERVER_NO_CONTEXT);
        }
        if (!clientKeepsContext) {
            answer.append("; ").append(CLIENT_NO_CONTEXT);
        }
        if (windowBitsAsked) {
            answer.append("; ").append(SERVER_WINDOW).append('=').append(serverWindowBits);
        }
        return answer.toString();
    }

    private static Optional<DeflateAgreement> accept(
            Map<String, Optional<String>> parameters, CompressionSettings settings) {
        boolean serverContext = settings.contextTakeover();
        boolean clientContext = settings.contextTakeover();
        int serverBits = LARGEST_WINDOW_BITS;
        for (Map.Entry<String, Optional<String>> parameter : parameters.entrySet()) {
            Optional<String> value = parameter.getValue();
            switch (parameter.getKey()) {
                case SERVER_NO_CONTEXT -> serverContext = false;
                case CLIENT_NO_CONTEXT -> clientContext = false;
                case SERVER_WINDOW ->
                    serverBits = value.map(DeflateAgreement::windowBits).orElse(0);
                case CLIENT_WINDOW -> {
                    // Our inflater always has the full window, so any promise of the client's will do.
                    if (value.map(DeflateAgreement::windowBits).orElse(LARGEST_WINDOW_BITS) == 0) {
                        return Optional.empty();
                    }
                }
                default -> {
                    return Optional.empty();
                }
            }
            boolean flag = parameter.getKey().endsWith("takeover");
            if ((flag && value.isPresent()) || serverBits == 0) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new DeflateAgreement(serverContext, clientContext, serverBits, parameters.containsKey(SERVER_WINDOW)));
    }

    /** 8 to 15 without a leading zero; 0 for anything else. */
    private static int windowBits(String text) {
        if (!text.matches("[89]|1[0-5]")) {
            return 0;
        }
        int bits = Integer.parseInt(text);
        return bits >= SMALLEST_WINDOW_BITS ? bits : 0;
    }
}
