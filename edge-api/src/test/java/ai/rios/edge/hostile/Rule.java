package ai.rios.edge.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where answers are promised: a page, and words of it that must stand there. */
enum Rule {
    FRAMING("docs/errors.md", "Framing is read strictly"),
    METHODS("docs/errors.md", "| `method_not_allowed` | 405 |"),
    CREDENTIALS("docs/http.md", "No or bad token: 401 with a challenge"),
    SCOPES("docs/http.md", "a scope that is lacking: 403"),
    OTHER_TENANTS("docs/http.md", "another tenant's things: 404"),
    CURSORS("docs/errors.md", "the cursor belongs to another list: other filter, other path or other tenant"),
    OLD_CURSORS("docs/errors.md", "| `cursor_expired` | 410 |"),
    KEYS("docs/http.md", "the same key with the same request is carried out once"),
    HANDSHAKES(
            "docs/stream.md",
            "a parameter other than `cursor` and `ticket`; a cursor that is not one of this tenant's; a malformed handshake"),
    HANDSHAKE_VERSIONS("docs/stream.md", "no upgrade, or another version than 13"),
    STREAM_CREDENTIALS("docs/stream.md", "no credential, more than one, or a bad one"),
    STREAM_ORIGINS("docs/stream.md", "a web page whose `Origin` is not in `edge.allowed-origins`"),
    STREAM_OLD_CURSORS(
            "docs/stream.md", "the log no longer has what follows the cursor, or is another log: list again"),
    FRAMES("docs/stream.md", "the client broke the protocol, sent binary data, bad text, or a message over 4 KiB"),
    HEAD_LIMIT(
            "edge-api/README.md",
            "time for a request's head and for its body, and between requests; past it the connection ends"),
    BODY_LIMIT("edge-api/README.md", "past it the connection ends, in HTTP/2 the request with 400"),
    IDLE_LIMIT("edge-api/README.md", "and between requests; past it the connection ends"),
    HALF_CLOSED("docs/errors.md", "Who closes its half of a connection behind a whole request is answered"),
    DEAD_SOCKETS("docs/stream.md", "silent for 75 s"),
    FAST_SOCKETS("docs/stream.md", "more than 100 messages a second from the client for 3 s"),
    HTTP2("docs/errors.md", "So does whatever breaks HTTP/2's own rules"),
    TOO_LONG("docs/errors.md", "| `request_too_long` | 414, 431 |"),
    TOO_LARGE("docs/errors.md", "| `payload_too_large` | 413 |"),
    EVERY_FIELD("docs/errors.md", "`details.violations` names every bad field at once"),
    BATCH_SIZE("docs/errors.md", "| `batch_size` | 400 |"),
    VERSIONS("docs/errors.md", "| `unsupported_version` | 400 |"),
    MEDIA_TYPES("docs/errors.md", "| `unsupported_media_type` | 415 |"),
    FORMS("docs/errors.md", "| `not_acceptable` | 406 |"),
    PATHS("docs/http.md", "Paths are taken as they are sent");

    private static final String DOCS = "docs/";
    private static final Path ROOT = Path.of("..");

    private final String page;
    private final String words;

    Rule(String page, String words) {
        this.page = page;
        this.words = words;
    }

    /** The page's path in the repository. */
    String page() {
        return page;
    }

    /** From {@code docs/hostile.md} to the page. */
    String link() {
        return page.startsWith(DOCS) ? page.substring(DOCS.length()) : "../" + page;
    }

    String words() {
        return words;
    }

    /** Whether the page says so still. */
    boolean stands() {
        try {
            return Files.readString(ROOT.resolve(page)).replaceAll("\\s+", " ").contains(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
