package ai.rios.edge.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The bytes of an answer, and what codings make of them, each made once. Nobody changes any of them. Thread-safe. */
final class Content {
    private final byte[] plain;
    private final Map<String, byte[]> coded = new ConcurrentHashMap<>(1);

    /** Takes the bytes over. */
    Content(byte[] plain) {
        this.plain = plain;
    }

    byte[] plain() {
        return plain;
    }

    byte[] under(String coding, UnaryOperator<byte[]> coder) {
        return coded.computeIfAbsent(coding, _ -> coder.apply(plain));
    }
}
