package ai.rios.standalone.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.libp2p.connection.Connection;
import ai.rios.libp2p.host.Host;
import ai.rios.libp2p.host.HostContext;
import ai.rios.libp2p.host.HostListener;
import ai.rios.libp2p.host.HostPart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OwnHostsTest {
    /** One whose end waits until as many others have begun theirs. */
    private record Sociable(CountDownLatch closing) implements HostPart {
        @Override
        public void attach(HostContext host) {}

        @Override
        public void close() {
            closing.countDown();
            try {
                closing.await();
            } catch (InterruptedException interrupt) {
                throw new AssertionError(interrupt);
            }
        }
    }

    @Test
    void allAreClosedAtTheSameTime() throws Exception {
        CountDownLatch closing = new CountDownLatch(3);
        OwnHosts hosts = new OwnHosts(() -> Host.builder().with(new Sociable(closing)));
        for (int at = 0; at < 3; at++) {
            hosts.start();
        }
        hosts.close();
        assertThat(closing.getCount()).isZero();
    }

    @Test
    void aPeerThatIsEndedSaysGoodbyeAndNothingMore() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        PipedInputStream said = new PipedInputStream();
        try (Host listener = Host.builder().listen("/ip4/127.0.0.1/tcp/0").start();
                BufferedReader reader = new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8))) {
            listener.addListener(new HostListener() {
                @Override
                public void disconnected(Connection connection) {
                    gone.countDown();
                }
            });
            try (PrintStream out = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8)) {
                PeerLines lines = new PeerLines(out);
                Peer peer = new Peer(lines);
                FutureTask<Boolean> idle = new FutureTask<>(() -> {
                    peer.idle(listener.addresses().getFirst(), new IdleLoad(1, Duration.ofHours(1)));
                    return true;
                });
                Thread.ofVirtual().name("idle").start(idle);
                assertThat(reader.readLine()).isEqualTo("{\"event\":\"standing\",\"count\":1}");
                peer.end();
                assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
                assertThatThrownBy(idle::get).hasCauseInstanceOf(IOException.class);
                lines.fail(new IOException("as the command line does"));
            }
            assertThat(reader.readLine()).isNull();
        }
    }
}
