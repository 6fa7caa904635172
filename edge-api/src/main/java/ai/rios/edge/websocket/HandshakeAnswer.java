package ai.rios.edge.websocket;

import io.helidon.http.DateTime;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bytes that answer a handshake. Thread-safe. */
final class HandshakeAnswer {
    /** RFC 6455, section 4.2.2. */
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int KEY_BYTES = 16;

    /** With its padding, which Java's decoder can do without. */
    private static final int KEY_LENGTH = 24;

    private HandshakeAnswer() {}

    /** Whether a client's key is the base64 of 16 bytes. */
    static boolean isKey(String key) {
        try {
            return key.length() == KEY_LENGTH && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The proof that the server speaks WebSocket. */
    static String acceptKey(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder()
                    .encodeToString(sha1.digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }

    /** 101 with these headers, in order. */
    static byte[] switching(Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Upgrade", "websocket");
        all.put("Connection", "Upgrade");
        all.putAll(headers);
        return head(101, "Switching Protocols", all).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An error answer, after which the connection is closed. */
    static byte[] refusal(Reception.Refusal refusal) {
        byte[] body = refusal.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Date", DateTime.rfc1123String());
        headers.put("Content-Length", Integer.toString(body.length));
        headers.put("Connection", "close");
        headers.putAll(refusal.headers());
        String reason = Status.create(refusal.status()).reasonPhrase();
        byte[] head = head(refusal.status(), reason, headers).getBytes(StandardCharsets.ISO_8859_1);
        byte[] answer = new byte[head.length + body.length];
        System.arraycopy(head, 0, answer, 0, head.length);
        System.arraycopy(body, 0, answer, head.length, body.length);
        return answer;
    }

    private static String head(int status, String reason, Map<String, String> headers) {
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(status).append(' ').append(reason);
        headers.forEach((name, value) -> {
            if (value.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
                throw new IllegalArgumentException("header " + name + " has a control character in its value");
            }
            head.append("\r\n").append(name).append(": ").append(value);
        });
        return head.append("\r\n\r\n").toString();
    }
}
