package ai.rios.bench.faults.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.rios.bench.BenchException;
import ai.rios.bench.faults.history.Read;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.product.Api;
import ai.rios.bench.product.Reply;
import ai.rios.bench.product.Tenant;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TrafficTest {
    private static final Tenant RED = new Tenant("red", "token");

    private static String row(String id) {
        return """
                {"id": "%s", "name": "a", "status": "pending", "revision": 1, "generation": 1, "observed_generation": 0,
                 "created_at": "2026-11-24T10:30:00Z", "updated_at": "2026-11-24T10:31:00Z"}""".formatted(id);
    }

    /** An edge whose lists have two pages. */
    static class TwoPages implements Api {
        boolean isClosed;

        @Override
        public Optional<Reply> send(
                String token, String method, String path, @Nullable String body, Map<String, String> headers) {
            boolean isSecond = path.contains("cursor=");
            String json = "{\"items\": [" + row(isSecond ? "deploy_2" : "deploy_1") + "], \"nextCursor\": "
                    + (isSecond ? "null" : "\"next\"") + ", \"watchCursor\": \"watch\"}";
            String position = isSecond ? "9" : "8";
            try {
                return Optional.of(new Reply(
                        200,
                        HttpHeaders.of(Map.of("X-RiOS-Position", List.of(position)), (_, _) -> true),
                        new ObjectMapper().readTree(json)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public CompletableFuture<WebSocket> stream(String token, String cursor, WebSocket.Listener listener) {
            return CompletableFuture.failedFuture(new IOException("no streams here"));
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    @Test
    void everyPageOfAListIsARecordedReadAndSoIsTheWhole() {
        try (Traffic traffic = Traffic.open(new TwoPages(), List.of(RED))) {
            Optional<List<Row>> shown = traffic.list(RED, 7);

            assertThat(shown.orElseThrow()).extracting(Row::deployment).containsExactly("deploy_1", "deploy_2");
            assertThat(traffic.reads())
                    .extracting(
                            Read::minPosition,
                            Read::position,
                            read -> read.rows().size(),
                            Read::whole)
                    .containsExactlyInAnyOrder(
                            tuple(7L, 8L, 1, false), tuple(7L, 9L, 1, false), tuple(7L, 8L, 2, true));
        }
    }

    @Test
    void whatWasOpenedIsClosedWhenTheRestCannotBe() {
        Tenant blue = new Tenant("blue", "token of blue");
        TwoPages edge = new TwoPages() {
            @Override
            public Optional<Reply> send(
                    String token, String method, String path, @Nullable String body, Map<String, String> headers) {
                if (token.equals(blue.token())) {
                    throw new BenchException("no lists of blue");
                }
                return super.send(token, method, path, body, headers);
            }
        };

        assertThatThrownBy(() -> Traffic.open(edge, List.of(RED, blue))).hasMessage("no lists of blue");
        assertThat(edge.isClosed).isTrue();
    }
}
