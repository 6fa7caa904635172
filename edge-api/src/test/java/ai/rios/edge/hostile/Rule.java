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
