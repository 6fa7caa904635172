package ai.rios.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorIT {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LENGTH = Duration.ofMillis(500);

    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    LoadGeneratorIT() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            boolean refuse = refused.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            served.incrementAndGet();
            exchange.sendResponseHeaders(refuse ? 503 : 200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    @Test
    void anOpenLoopSendsExactlyWhatIsDue() {
        try (LoadGenerator generator = LoadGenerator.to(server.getAddress(), 8)) {
            LoadResult result = generator.run(new Load.Open(200, LENGTH), () -> ByteBuffer.wrap(REQUEST), 200);

            assertThat(result.succeeded()).isEqualTo(100);
            assertThat(result.failed()).isZero();
            assertThat(served).hasValue(100);
        }
    }

    @Test
    void aClosedLoopAnswersAllThatItSentAndItsConnectionsServeTheNextLoad() {
        try (LoadGenerator generator = LoadGenerator.to(server.getAddress(), 4)) {
            LoadResult first = generator.run(new Load.Closed(4, LENGTH), () -> ByteBuffer.wrap(REQUEST), 200);
            LoadResult second = generator.run(new Load.Closed(2, LENGTH), () -> ByteBuffer.wrap(REQUEST), 200);

            assertThat(first.succeeded()).isPositive();
            assertThat(first.succeeded() + second.succeeded()).isEqualTo(served.get());
            assertThat(first.perSecond()).isPositive();
        }
    }

    @Test
    void connectionsThatTheServerClosedBetweenTwoLoadsAreOpenedAgain() throws IOException {
        try (LoadGenerator generator = LoadGenerator.to(server.getAddress(), 4)) {
            generator.run(new Load.Closed(4, LENGTH), () -> ByteBuffer.wrap(REQUEST), 200);

            server.stop(0);
            server = HttpServer.create(server.getAddress(), 0);
            serve();
            LoadResult second = generator.run(new Load.Closed(4, LENGTH), () -> ByteBuffer.wrap(REQUEST), 200);

            assertThat(second.succeeded()).isPositive();
            assertThat(second.failed()).isZero();
        }
    }

    @Test
    void otherAnswersAreFailuresAndTheFirstIsShown() {
        refused.set(3);
        try (LoadGenerator generator = LoadGenerator.to(server.getAddress(), 2)) {
            LoadResult result = generator.run(new Load.Open(100, LENGTH), () -> ByteBuffer.wrap(REQUEST), 200);

            assertThat(result.failed()).isEqualTo(3);
            assertThat(result.succeeded()).isEqualTo(47);
            assertThat(result.firstFailure()).startsWith("HTTP/1.1 503");
        }
    }
}
