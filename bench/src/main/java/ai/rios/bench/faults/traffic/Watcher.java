package ai.rios.bench.faults.traffic;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.history.Watch;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.Tenant;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches a tenant's stream from before its first event on; when a socket ends it opens another one with the cursor of the last message.
 * A virtual thread of its own; thread-safe.
 */
final class Watcher implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String name;
    private final Tenant tenant;
    private final Api api;
    private final Thread thread;

    /** Guarded by this object. */
    private final List<Watch.Message> messages = new ArrayList<>();

    /** Guarded by this object. */
    private String cursor;

    /** Guarded by this object. */
    private @Nullable BenchException unreadable;

    private volatile boolean isStopping;

    /** @param cursor of the tenant's list before its first event */
    Watcher(String name, Tenant tenant, Api api, String cursor) {
        this.name = name;
        this.tenant = tenant;
        this.api = api;
        this.cursor = cursor;
        this.thread = Thread.ofVirtual().name(name).start(this::watch);
    }

    /**
     * All that it has seen.
     *
     * @throws BenchException when the stream sent what cannot be read
     */
    synchronized Watch watched() {
        if (unreadable != null) {
            throw unreadable;
        }
        return new Watch(name, tenant.name(), messages);
    }

    private void watch() {
        int sockets = 0;
        while (!isStopping) {
            Socket socket = new Socket(++sockets);
            try {
                WebSocket open = api.stream(tenant.token(), cursor(), socket).join();
                socket.ended.await();
                open.abort();
            } catch (CompletionException notOpened) {
                // No socket: as long as the edge, or what it needs, is away.
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private synchronized String cursor() {
        return cursor;
    }

    synchronized void take(int socket, String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            messages.add(new Watch.Message(
                    socket,
                    json.path("position").asLong(),
                    json.path("event_id").asText(),
                    json.path("deployment_id").asText(),
                    json.path("revision").asLong(),
                    json.path("status").asText()));
            cursor = json.path("cursor").asText();
        } catch (JsonProcessingException e) {
            // Thrown here it would only end the socket.
            unreadable = new BenchException("The stream sent " + name + " what is not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        isStopping = true;
        thread.interrupt();
    }

    private final class Socket implements WebSocket.Listener {
        private final int number;
        private final CountDownLatch ended = new CountDownLatch(1);

        /** Of the socket's own thread, one call at a time. */
        private final StringBuilder text = new StringBuilder();

        private Socket(int number) {
            this.number = number;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(number, text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            ended.countDown();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            ended.countDown();
        }
    }
}
