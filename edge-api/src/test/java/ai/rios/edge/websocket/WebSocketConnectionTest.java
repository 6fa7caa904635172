package ai.rios.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WebSocketConnectionTest {
    private static final WebSocketSettings SETTINGS = WebSocketSettings.DEFAULTS;

    @Test
    void theListenerHearsOpenMessagesAndCloseInOrder() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            open.wire.send(ClientFrames.text("a"));
            open.wire.send(ClientFrames.close(1000, ""));
            assertThat(open.event()).isEqualTo("open");
            assertThat(open.event()).isEqualTo("text:a");
            assertThat(open.event()).isEqualTo("close:1000");
            assertThat(open.isOver()).isTrue();
        }
    }

    @Test
    void aLostConnectionIsClosedAs1006() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            open.wire.end();
            assertThat(open.event()).isEqualTo("open");
            assertThat(open.event()).isEqualTo("close:1006");
        }
    }

    @Test
    void aPingGoesOutEveryThirtySeconds() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            assertThat(open.event()).isEqualTo("open");
            open.clock.advance(Duration.ofSeconds(29));
            open.connection.sweep();
            open.clock.advance(Duration.ofSeconds(1));
            open.connection.sweep();
            open.connection.sweep();
            assertThat(open.wire.written()).isEqualTo(ClientFrames.raw("8900"));
            assertThat(open.wire.writtenSoFar()).isEmpty();
        }
    }

    @Test
    void aPeerSilentFor75SecondsIsClosedWith4010AndThenCutOff() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            assertThat(open.event()).isEqualTo("open");
            open.clock.advance(Duration.ofSeconds(75));
            open.connection.sweep();
            assertThat(open.wire.written()).startsWith(ClientFrames.raw("88100FAA")); // 4010
            assertThat(open.connection.isOpen()).isFalse();
            open.clock.advance(SETTINGS.times().closeTimeout());
            open.connection.sweep();
            assertThat(open.event()).isEqualTo("close:4010");
            assertThat(open.wire.aborted()).isTrue();
        }
    }

    @Test
    void aPeerThatAnswersPingsLives() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            assertThat(open.event()).isEqualTo("open");
            for (int i = 0; i < 10; i++) {
                open.clock.advance(Duration.ofSeconds(60));
                open.wire.send(ClientFrames.frame(ClientFrames.FIN | ClientFrames.PONG, new byte[0]));
                open.wire.send(ClientFrames.text("still here"));
                assertThat(open.event()).isEqualTo("text:still here"); // so the pong has been read
                open.connection.sweep();
            }
            assertThat(open.connection.isOpen()).isTrue();
        }
    }

    @Test
    void aConnectionOf24HoursIsClosedWith4001() throws InterruptedException {
        WebSocketSettings.Times times = SETTINGS.times();
        WebSocketSettings patient = SETTINGS.withTimes(new WebSocketSettings.Times(
                Duration.ofDays(2), Duration.ofDays(3), times.lifetime(), times.closeTimeout()));
        try (OpenConnection open = new OpenConnection(patient)) {
            open.clock.advance(Duration.ofHours(24));
            open.connection.sweep();
            open.wire.send(ClientFrames.close(4001, ""));
            assertThat(open.event()).isEqualTo("open");
            assertThat(open.event()).isEqualTo("close:4001");
        }
    }

    @Test
    void aHundredMessagesASecondPassAndTheNextIsExcess() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            assertThat(open.event()).isEqualTo("open");
            for (int i = 0; i < 101; i++) {
                open.wire.send(ClientFrames.text("" + i));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(open.event()).isEqualTo("text:" + i);
            }
            assertThat(open.event()).isEqualTo("excess:10");
        }
    }

    @Test
    void threeSecondsOfExcessCloseWith4008() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            assertThat(open.event()).isEqualTo("open");
            String last = "";
            for (int tick = 0; tick <= 40 && !last.startsWith("close"); tick++) {
                for (int i = 0; i < (tick == 0 ? 101 : 20); i++) {
                    open.wire.send(ClientFrames.text("x"));
                }
                open.wire.send(ClientFrames.ping("done"));
                String written = new String(open.wire.written(), StandardCharsets.ISO_8859_1);
                last = written.contains("rate_limit_exceeded") ? "close at tick " + tick : "";
                open.clock.advance(Duration.ofMillis(100));
            }
            assertThat(last).isEqualTo("close at tick 30");
        }
    }

    @Test
    void aFullQueueTellsTheSenderAndLosesNothing() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS.withQueue(new WebSocketSettings.Queue(4, 1_000)))) {
            // Given a peer that takes nothing: one message is in the writer's hands, four wait
            assertThat(open.event()).isEqualTo("open");
            open.wire.stall();
            int admitted = 0;
            open.connection.send(OutboundMessage.text("m" + admitted++));
            awaitQueued(open, 0);
            while (open.connection.trySend(OutboundMessage.text("m" + admitted))) {
                admitted++;
            }
            assertThat(admitted).isEqualTo(5);
            assertThat(open.connection.awaitRoom(Duration.ofMillis(1))).isFalse();
            CountDownLatch room = new CountDownLatch(1);
            open.connection.whenRoom(room::countDown);
            assertThat(room.getCount()).isEqualTo(1);

            // When
            open.wire.resume();

            // Then
            assertThat(room.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(open.connection.send(OutboundMessage.text("m5"))).isTrue();
            open.connection.close(new CloseReason(1001, ""));
            open.wire.send(ClientFrames.close(1001, ""));
            assertThat(open.event()).isEqualTo("close:1001");
            StringBuilder taken = new StringBuilder();
            open.wire.writtenSoFar().forEach(write -> taken.append(new String(write, StandardCharsets.ISO_8859_1)));
            assertThat(taken).containsSubsequence("m0", "m1", "m2", "m3", "m4", "m5");
        }
    }

    @Test
    void manyWaitingMessagesGoOutInOneWrite() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            assertThat(open.event()).isEqualTo("open");
            open.wire.stall();
            open.connection.send(OutboundMessage.text("first"));
            awaitQueued(open, 0);
            for (int i = 0; i < 64; i++) {
                open.connection.send(OutboundMessage.text("x"));
            }
            open.wire.resume();
            assertThat(open.wire.written()).hasSize(7);
            assertThat(open.wire.written()).hasSize(64 * 3);
        }
    }

    @Test
    void aBlockedSenderIsFreedWhenTheConnectionIsLost() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS.withQueue(new WebSocketSettings.Queue(1, 1_000)))) {
            assertThat(open.event()).isEqualTo("open");
            open.wire.stall();
            CountDownLatch freed = new CountDownLatch(1);
            Thread.startVirtualThread(() -> {
                try {
                    while (open.connection.send(OutboundMessage.text("x"))) {
                        // until the connection is gone
                    }
                    freed.countDown();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            open.connection.abort();
            assertThat(freed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aReaderBusyInItsListenerIsNotTakenForASilentPeer() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        WebSocketListener busy = new WebSocketListener() {
            @Override
            public void onText(WebSocketSession session, String text) throws InterruptedException {
                entered.countDown();
                leave.await();
            }
        };
        try (OpenConnection open = new OpenConnection(SETTINGS, Optional.of(busy))) {
            open.wire.send(ClientFrames.text("work"));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            open.clock.advance(Duration.ofSeconds(76));
            open.connection.sweep();
            assertThat(open.connection.isOpen()).isTrue();
            leave.countDown();
        }
    }

    @Test
    void aFailingListenerClosesWith1011() throws InterruptedException {
        WebSocketListener failing = new WebSocketListener() {
            @Override
            public void onText(WebSocketSession session, String text) {
                throw new IllegalStateException("as a test wants it");
            }
        };
        try (OpenConnection open = new OpenConnection(SETTINGS, Optional.of(failing))) {
            open.wire.send(ClientFrames.text("x"));
            assertThat(open.wire.written()).startsWith(ClientFrames.raw("880A03F3")); // 1011
        }
    }

    @Test
    void binaryIsRefusedWith1003WhereNobodyTakesIt() throws InterruptedException {
        try (OpenConnection open = new OpenConnection(SETTINGS)) {
            assertThat(open.event()).isEqualTo("open");
            open.wire.send(ClientFrames.binary(new byte[] {1}));
            open.wire.send(ClientFrames.close(1000, ""));
            assertThat(open.event()).isEqualTo("close:1003");
        }
    }

    private static void awaitQueued(OpenConnection open, int wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (open.connection.queued() != wanted) {
            assertThat(System.nanoTime()).as("the writer took the message").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
