package ai.rios.edge.http;

import ai.rios.edge.errors.ApiError;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.json.StrictJson;
import ai.rios.runtime.guard.Guards;
import ai.rios.runtime.guard.RequestWatch;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** A request in Helidon's form. Confined to the request's thread. */
final class HelidonRequest implements Incoming {
    private final ServerRequest request;
    private final ContentCodings codings;
    private final int maxBodyBytes;
    private final Guards guards;
    private long bytesRead;
    private boolean halfRead;

    HelidonRequest(ServerRequest request, ContentCodings codings, int maxBodyBytes, Guards guards) {
        this.request = request;
        this.codings = codings;
        this.maxBodyBytes = maxBodyBytes;
        this.guards = guards;
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
        return Head.lines(request.headers(), name);
    }

    @Override
    public byte[] body() {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        halfRead = true;
        RequestWatch.awaitBody();
        byte[] body = isHttp1() ? read() : readInTime();
        halfRead = false;
        RequestWatch.rest();
        bytesRead = body.length;
        return codings.decode(body, headers("Content-Encoding"), maxBodyBytes);
    }

    /** Takes in a body that no route has read, as the server would by itself, but in the time for one. After the answer. */
    void drain() {
        if (!request.content().hasEntity() || request.content().consumed()) {
            return;
        }
        if (!isHttp1()) {
            drainInTime();
            return;
        }
        RequestWatch.awaitBody();
        try {
            request.content().consume();
        } catch (RuntimeException e) {
            throw new CloseConnectionException("a body that nobody wanted is broken", e);
        }
        RequestWatch.rest();
    }

    private void drainInTime() {
        try (Guards.Bounded limit = guards.readingBody()) {
            request.content().consume();
            if (limit.isExpired()) { // an interrupted wait looks like the end of the body
                throw new CloseConnectionException("a body that nobody wanted did not come in the time for it");
            }
        }
    }

    boolean isHttp1() {
        return request.prologue().protocolVersion().startsWith("1");
    }

    /** Whether a body was begun and not read to its end, so that what follows on the connection is not a request. */
    boolean isHalfRead() {
        return halfRead;
    }

    /** Bytes of the body as they came over the wire. */
    long bytesRead() {
        return bytesRead;
    }

    /** In HTTP/2 the guard of the connection cannot be for one body: others go over it meanwhile. */
    private byte[] readInTime() {
        try (Guards.Bounded limit = guards.readingBody()) {
            byte[] body = read();
            if (limit.isExpired()) { // an interrupted wait looks like the end of the body
                throw new ApiException(ApiError.invalid(StrictJson.BODY, "did not come in the time for it"));
            }
            return body;
        }
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
        } catch (IOException | DataReader.InsufficientDataAvailableException e) {
            throw unreadable("was broken off", e);
        } catch (RequestException e) {
            throw e.status().code() == 413 ? StrictJson.tooLarge(maxBodyBytes) : broken(e);
        } catch (NumberFormatException e) {
            throw broken(e); // a chunk's length
        }
    }

    private static ApiException broken(RuntimeException cause) {
        return unreadable("is not framed as HTTP asks", cause);
    }

    private static ApiException unreadable(String reason, Exception cause) {
        return new ApiException(ApiError.invalid(StrictJson.BODY, reason), Map.of(), cause);
    }
}
