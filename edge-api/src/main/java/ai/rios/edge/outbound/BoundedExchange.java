package ai.rios.edge.outbound;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request whose whole answer has a limit: the timeout of {@link HttpRequest} ends with the answer's head. */
public final class BoundedExchange {
    private BoundedExchange() {}

    /**
     * The answer with its body. Blocks for at most the limit, after which the exchange is cancelled.
     *
     * @throws HttpTimeoutException when the answer is not whole in time
     * @throws IOException when there is none
     */
    public static <T> HttpResponse<T> send(
            HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body, Duration limit)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, body);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            HttpTimeoutException late =
                    new HttpTimeoutException(request.uri() + " gave no whole answer in " + inWords(limit));
            late.initCause(e);
            throw late;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(request.uri() + " cannot be read: " + (cause == null ? e : cause), cause);
        } finally {
            answer.cancel(true); // nothing to an answer that is whole
        }
    }

    private static String inWords(Duration limit) {
        long millis = limit.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
