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
    TENANTS("Another tenant's things", true),
    CURSORS("Cursors, tampered and confused"),
    KEYS("Keys that were used before", true),
    HANDSHAKES("Handshakes"),
    FRAMES("Frames out of order"),
    HTTP2("HTTP/2");

    private final String title;
    private final boolean decided;

    Group(String title) {
        this(title, false);
    }

    Group(String title, boolean decided) {
        this.title = title;
        this.decided = decided;
    }

    /** Whether such requests are commands, which it is for the decider to refuse; all others must not come to the log. */
    boolean isDecided() {
        return decided;
    }

    /** For people. */
    String title() {
        return title;
    }
}
