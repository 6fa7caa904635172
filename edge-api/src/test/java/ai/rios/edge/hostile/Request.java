package ai.rios.edge.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of a request over HTTP/1.1, line by line as a case wants them, good or not. Mutable, confined to its case. */
final class Request {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean bodied;

    private Request() {}

    /** No byte yet. */
    static Request nothing() {
        return new Request();
    }

    /** A first line of any kind, and nothing else. */
    static Request starting(String firstLine) {
        return new Request().line(firstLine);
    }

    static Request get(String path) {
        return starting("GET " + path + " HTTP/1.1").line("Host: a");
    }

    static Request post(String path) {
        return starting("POST " + path + " HTTP/1.1").line("Host: a");
    }

    static Request method(String method, String path) {
        return starting(method + ' ' + path + " HTTP/1.1").line("Host: a");
    }

    /** A line of the head, as it is. */
    Request line(String text) {
        return add(text + "\r\n");
    }

    /** Text as it is, with no end of line. */
    Request add(String text) {
        return add(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Request add(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    Request bearer(String token) {
        return line("Authorization: Bearer " + token);
    }

    /** The end of the head and a body of JSON that is framed as it must be. */
    Request json(String body) {
        return body(body.getBytes(StandardCharsets.UTF_8));
    }

    Request body(byte[] body) {
        bodied = true;
        return line("Content-Type: application/json")
                .line("Content-Length: " + body.length)
                .add("\r\n")
                .add(body);
    }

    /** The end of the head, and what follows it as it is. */
    Request then(String rest) {
        bodied = true;
        return add("\r\n" + rest);
    }

    /** So much of it as there is, without an end that was not asked for. */
    byte[] open() {
        return bytes.toByteArray();
    }

    /** All of it; a head without a body gets its end here. */
    byte[] bytes() {
        if (!bodied) {
            then("");
        }
        return bytes.toByteArray();
    }
}
