package ai.rios.edge.http;

import ai.rios.edge.guard.RequestWatch;
import ai.rios.edge.json.StrictJson;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** A request in Helidon's form. Confined to the request's thread. */
final class HelidonRequest implements Incoming {
    private final ServerRequest request;
    private final ContentCodings codings;
    private final int maxBodyBytes;
    private long bytesRead;

    HelidonRequest(ServerRequest request, ContentCodings codings, int maxBodyBytes) {
        this.request = request;
        this.codings = codings;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public String method() {
        return request.prologue().method().text();
    }

    @Override
    public String rawPath() {
        return request.prologue().uriPath().rawPath();
    }

    @Override
    public String rawQuery() {
        return request.prologue().query().rawValue();
    }

    @Override
    public List<String> headers(String name) {
        HeaderName header = HeaderNames.create(name);
        return request.headers().contains(header)
                ? request.headers().get(header).allValues()
                : List.of();
    }

    @Override
    public byte[] body() {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        byte[] body = read();
        RequestWatch.bodyRead();
        bytesRead = body.length;
        return codings.decode(body, headers("Content-Encoding"), maxBodyBytes);
    }

    /** Bytes of the body as they came over the wire. */
    long bytesRead() {
        return bytesRead;
    }

    /** The stream is not closed: closing drains what is left, which for a broken chunk would never end. */
    private byte[] read() {
        try {
            InputStream in = request.content().inputStream();
            byte[] body = in.readNBytes(maxBodyBytes + 1);
            if (body.length > maxBodyBytes) {
                throw StrictJson.tooLarge(maxBodyBytes);
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("the client broke off its body", e);
        } catch (RequestException e) {
            throw e; // told by the server itself: too large, or broken chunks
        }
    }
}
