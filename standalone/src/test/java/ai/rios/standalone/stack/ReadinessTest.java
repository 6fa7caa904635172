package ai.rios.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.standalone.StandaloneException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ReadinessTest {
    @TempDir
    Path keys;

    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer edge;

    ReadinessTest() throws IOException {
        edge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        edge.start();
    }

    @AfterEach
    void stop() {
        edge.stop(0);
    }

    /** Says 503 first, as an edge does that is still starting. */
    private String answering(int status, String body) {
        edge.createContext("/", exchange -> {
            byte[] text = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.getAndIncrement() == 0 ? 503 : status, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        return "http://127.0.0.1:" + edge.getAddress().getPort();
    }

    @Test
    void aCommandThatIsDecidedIsTheEndOfTheWait() {
        Readiness.awaitDecision(answering(404, "{}"), keys);

        assertThat(asked).hasValue(2);
    }

    @Test
    void aTokenThatIsRefusedIsSaidAtOnce() {
        String edgeUrl = answering(401, "the token's signature is not good");

        assertThatThrownBy(() -> Readiness.awaitDecision(edgeUrl, keys))
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining(keys.toString())
                .hasMessageContaining("401 the token's signature is not good");
        assertThat(asked).hasValue(2);
    }
}
