package ai.rios.bench.floor;

import ai.rios.bench.BenchException;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What both floors share: a Helidon server on the loopback address with one route and nothing else, which prints its port
 * and runs until its standard input closes, and so ends with the benchmark however that ends.
 */
final class FloorServer {
    /** Begins the line that tells the port. */
    static final String PORT_LINE = "listening on ";

    private FloorServer() {}

    static void serve(Consumer<HttpRouting.Builder> routes) {
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .routing(routes)
                .build()
                .start();
        System.out.println(PORT_LINE + server.port());
        awaitEndOfInput();
        server.stop();
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // The parent says nothing; only the end of its pipe matters.
            }
        } catch (IOException e) {
            throw new BenchException("Cannot read standard input", e);
        }
    }
}
