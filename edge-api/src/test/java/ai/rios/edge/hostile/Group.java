package ai.rios.edge.hostile;

/** What a row is about. */
enum Group {
    SMUGGLING("Requests within requests"),
    HEADS("Heads that are none"),
    BOUNDS("Beyond the bounds"),
    SLOW("Slow and half-open"),
    JSON("Bodies that are not what they must be"),
    CODINGS("Packed bodies"),
    TOKENS("Tokens, forged and confused"),
    TENANTS("Another tenant's things"),
    CURSORS("Cursors, tampered and confused"),
    KEYS("Keys that were used before"),
    HANDSHAKES("Handshakes"),
    FRAMES("Frames out of order"),
    HTTP2("HTTP/2");

    private final String title;

    Group(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }
}
