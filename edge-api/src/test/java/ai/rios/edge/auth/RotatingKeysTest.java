package ai.rios.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.StallingServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RotatingKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicInteger reads = new AtomicInteger();
    private final CountDownLatch mayFail = new CountDownLatch(1);

    @Test
    void thoseWhoWaitedForAReadThatFailedDoNotReadEachAgain() throws InterruptedException {
        RotatingKeys keys = new RotatingKeys(this::fail, Duration.ofMinutes(5), InstantSource.fixed(NOW));
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            callers.add(Thread.ofPlatform().start(keys::current));
        }
        while (!callers.stream().allMatch(caller -> caller.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }

        mayFail.countDown();
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(reads.get()).isEqualTo(1);
    }

    @Test
    void aDocumentThatStallsIsGivenUp() throws IOException {
        try (StallingServer server = new StallingServer()) {
            KeySource source = KeySource.url(server.address(), Duration.ofMillis(200));

            assertThatThrownBy(source::read).isInstanceOf(IOException.class);
        }
    }

    private String fail() throws IOException {
        reads.incrementAndGet();
        try {
            mayFail.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        throw new IOException("nobody is there");
    }
}
