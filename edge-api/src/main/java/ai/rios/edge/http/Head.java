package ai.rios.edge.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;

/** A request of which there is no more than its head. Confined to the request's thread. */
record Head(String method, String rawPath, String rawQuery, Headers fields) implements Incoming {
    @Override
    public List<String> headers(String name) {
        return lines(fields, name);
    }

    @Override
    public byte[] body() {
        return new byte[0];
    }

    static List<String> lines(Headers fields, String name) {
        HeaderName header = HeaderNames.create(name);
        return fields.contains(header) ? fields.get(header).allValues() : List.of();
    }
}
