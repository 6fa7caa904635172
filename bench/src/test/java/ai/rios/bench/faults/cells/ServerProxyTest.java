package ai.rios.bench.faults.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.bench.faults.cells.ServerProxy.Mode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ServerProxyTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private ServerSocket broker;
    private ServerProxy proxy;

    @BeforeEach
    void open() throws IOException {
        broker = new ServerSocket(0, 5, LOOPBACK);
        proxy = ServerProxy.ofBroker(broker.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        broker.close();
    }

    private static void say(Socket socket, byte[] frame) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
    }

    private static byte[] hear(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        return in.readNBytes(in.readInt());
    }

    private static byte[] address(int port) {
        byte[] host = "\n127.0.0.1".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(host.length + 6)
                .put(host)
                .putInt(port)
                .put((byte) 1)
                .put((byte) 2)
                .array();
    }

    @Test
    void framesComeThroughAndTheBrokersPortIsTheProxysInAnswersAlone() throws IOException {
        try (Socket client = new Socket(LOOPBACK, proxy.port());
                Socket served = broker.accept()) {
            say(client, address(broker.getLocalPort()));
            assertThat(hear(served)).isEqualTo(address(broker.getLocalPort()));

            say(served, address(broker.getLocalPort()));
            assertThat(hear(client)).isEqualTo(address(proxy.port()));

            say(served, address(1));
            assertThat(hear(client)).isEqualTo(address(1));
        }
    }

    @Test
    void toAnotherServerBytesComeThroughAsTheyAreBothWays() throws IOException {
        byte[] said = new byte[40_000];
        new Random(7).nextBytes(said);
        try (ServerProxy plain = ServerProxy.of(broker.getLocalPort());
                Socket client = new Socket(LOOPBACK, plain.port());
                Socket served = broker.accept()) {
            client.getOutputStream().write(said);
            assertThat(served.getInputStream().readNBytes(said.length)).isEqualTo(said);

            served.getOutputStream().write(address(broker.getLocalPort()));
            assertThat(client.getInputStream().readNBytes(address(0).length)).isEqualTo(address(broker.getLocalPort()));
        }
    }

    @Test
    void whatIsHeldBackComesWhenThePartitionIsOver() throws IOException {
        try (Socket client = new Socket(LOOPBACK, proxy.port());
                Socket served = broker.accept()) {
            proxy.set(Mode.DROP);
            say(client, new byte[] {1, 2, 3});
            served.setSoTimeout(200);
            assertThatThrownBy(() -> hear(served)).isInstanceOf(SocketTimeoutException.class);
            served.setSoTimeout(0);

            proxy.set(Mode.PASS);

            assertThat(hear(served)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void connectionsAreBrokenOffAndNewOnesToo() throws IOException {
        try (Socket client = new Socket(LOOPBACK, proxy.port());
                Socket served = broker.accept()) {
            say(client, new byte[] {1});
            hear(served);

            proxy.set(Mode.RESET);

            assertThatThrownBy(() -> hear(client)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> {
                        try (Socket another = new Socket(LOOPBACK, proxy.port())) {
                            hear(another);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void framesAreDelayedTogetherAndInOrder() throws IOException {
        int frames = 200;
        try (Socket client = new Socket(LOOPBACK, proxy.port());
                Socket served = broker.accept()) {
            proxy.set(Mode.DELAY);
            long sentNanos = System.nanoTime();
            for (int frame = 0; frame < frames; frame++) {
                say(client, new byte[] {(byte) frame});
            }
            assertThat(hear(served)).containsExactly(0);
            assertThat(System.nanoTime() - sentNanos).isGreaterThanOrEqualTo(ServerProxy.DELAY.toNanos());
            for (int frame = 1; frame < frames; frame++) {
                assertThat(hear(served)).containsExactly((byte) frame);
            }
            // One after another they would take a minute.
            assertThat(System.nanoTime() - sentNanos).isLessThan(ServerProxy.DELAY.toNanos() * frames / 2);
        }
    }
}
