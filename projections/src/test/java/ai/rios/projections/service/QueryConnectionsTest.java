package ai.rios.projections.service;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.schemas.codec.InMemorySchemaIds;
import ai.rios.schemas.topics.TopicCatalogue;
import ai.rios.schemas.wire.AnswerCodec;
import ai.rios.schemas.wire.QueryHeaders;
import ai.rios.schemas.wire.RoutingTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers hold a connection only so long, holders of the secret as long as they ask. Closes are awaited, not timed. */
@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueryConnectionsTest {
    private static final String SECRET = "the-secret-of-this-stack";
    private static final RoutingTable TABLE = new RoutingTable("epoch-7", 1, "here:1", List.of());
    private static final Duration SOON = Duration.ofMillis(400);

    /** Time enough for whoever does ask. */
    private static final Duration LATER = Duration.ofSeconds(5);

    /** Longer than a test waits for anything. */
    private static final Duration NEVER = Duration.ofMinutes(5);

    private static final int WAIT_MS = 20_000;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String EMPTY_SETTINGS = "\0\0\0\4\0\0\0\0\0";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @AfterEach
    void close() throws Exception {
        client.shutdownNow();
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private QueryServer serve(int connections, Duration head, Duration idle) {
        QueryServer server = QueryServer.start(
                "127.0.0.1",
                0,
                new QueryServer.Limits(connections, head, idle),
                SECRET,
                () -> {
                    throw new AssertionError("nobody asks the views");
                },
                () -> TABLE,
                new AnswerCodec(TopicCatalogue.of("", TopicCatalogue.DEFAULT_PARTITIONS), new InMemorySchemaIds()));
        opened.add(server);
        return server;
    }

    private Socket connect(QueryServer server, String said) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        opened.add(socket);
        socket.setSoTimeout(WAIT_MS);
        socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String hearUntilClosed(Socket socket) throws IOException {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(heard);
        } catch (SocketException _) {
            // a reset: closed with bytes of ours unread
        }
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    private static void awaitConnections(int left, QueryServer server) {
        while (server.connections() > left) {
            Thread.onSpinWait();
        }
    }

    private HttpResponse<byte[]> ask(QueryServer server, String secret) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + QueryHeaders.ROUTING))
                .header(QueryHeaders.AUTHORIZATION, "Bearer " + secret)
                .timeout(Duration.ofMillis(WAIT_MS))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void silentStrangersOnAllPlacesKeepNobodyOut() throws Exception {
        QueryServer server = serve(4, LATER, NEVER);
        for (int i = 0; i < 6; i++) {
            connect(server, "");
        }

        assertThat(ask(server, SECRET).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /queries",
                "GET /queries/v1/routing HTTP/1.1\r\nHost: a\r\nX-A: ",
                "PRI * HTT",
                PREFACE,
                PREFACE + EMPTY_SETTINGS
            })
    void whoDoesNotComeToTheSecretIsCutOff(String said) throws Exception {
        QueryServer server = serve(4, SOON, NEVER);

        assertThat(hearUntilClosed(connect(server, said))).doesNotContain("200");
    }

    @ParameterizedTest
    @ValueSource(strings = {QueryHeaders.ROUTING, "/queries/v1/find", "/nothing/here"})
    void aRefusalEndsTheConnection(String path) throws Exception {
        QueryServer server = serve(4, NEVER, NEVER);

        assertThat(hearUntilClosed(connect(server, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n")))
                .startsWith("HTTP/1.1 401")
                .doesNotContain("404");
    }

    @Test
    void whoIsRefusedOverHttp2IsCutOff() throws Exception {
        QueryServer server = serve(4, LATER, NEVER);

        HttpResponse<byte[]> response = ask(server, "another");

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(401);
        awaitConnections(0, server);
    }

    @Test
    void whoHasShownTheSecretIsKept() throws Exception {
        QueryServer server = serve(4, LATER, NEVER);

        assertThat(ask(server, SECRET).version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(hearUntilClosed(connect(server, ""))).isEmpty(); // who came later is gone
        awaitConnections(1, server);

        assertThat(server.connections()).isOne();
        assertThat(ask(server, SECRET).statusCode()).isEqualTo(200);
        assertThat(server.connections()).isOne();
    }

    @Test
    void whoAsksNothingForLongIsClosedAndAnsweredWhenItAsksAgain() throws Exception {
        QueryServer server = serve(4, NEVER, LATER);

        assertThat(ask(server, SECRET).version()).isEqualTo(HttpClient.Version.HTTP_2);
        awaitConnections(0, server);

        assertThat(askUntilAnswered(server).statusCode()).isEqualTo(200);
    }

    /** A question on a connection that is just being closed may fail. */
    private HttpResponse<byte[]> askUntilAnswered(QueryServer server) throws InterruptedException {
        while (true) {
            try {
                return ask(server, SECRET);
            } catch (IOException _) {
                Thread.onSpinWait();
            }
        }
    }
}
