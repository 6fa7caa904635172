package ai.rios.edge.websocket;

/**
 * Sends every message back: for conformance suites and interoperability checks. It takes messages of up to 16 MiB, as
 * fast as they come, with context takeover, and asks for no credentials: mount it on test systems only.
 */
public final class EchoEndpoint implements WebSocketEndpoint {
    private static final int MAX_MESSAGE_BYTES = 16 << 20;
    private static final WebSocketSettings SETTINGS = WebSocketSettings.DEFAULTS
            .withMaxMessageBytes(MAX_MESSAGE_BYTES)
            .withRate(WebSocketSettings.Rate.UNLIMITED)
            .withCompression(new CompressionSettings(true, true, 1, 6));

    private final String path;

    /** @param path where it is mounted, such as {@code /test/echo} */
    public EchoEndpoint(String path) {
        this.path = path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public WebSocketSettings settings() {
        return SETTINGS;
    }

    @Override
    public HandshakeDecision handshake(HandshakeRequest request) {
        return HandshakeDecision.accept(new Echo());
    }

    private static final class Echo implements WebSocketListener {
        @Override
        public void onText(WebSocketSession session, String text) throws InterruptedException {
            session.send(OutboundMessage.text(text));
        }

        @Override
        public void onBinary(WebSocketSession session, byte[] data) throws InterruptedException {
            session.send(OutboundMessage.binary(data));
        }
    }
}
