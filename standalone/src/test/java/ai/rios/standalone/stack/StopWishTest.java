package ai.rios.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class StopWishTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final StopWish wish = new StopWish();
    private final CountDownLatch told = new CountDownLatch(1);

    /** As the hook does; it stays until the process ends. */
    private void signal() {
        Thread.ofVirtual().start(() -> wish.onSignal(told::countDown));
    }

    @Test
    void aSignalBeforeTheStartIsToldAndInterruptsItOnceItBegins() throws InterruptedException {
        signal();
        assertThat(told.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        wish.startBegins();
        boolean interrupted = Thread.currentThread().isInterrupted();
        wish.startIsOver();

        assertThat(interrupted).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(wish.isAskedFor()).isTrue();
    }

    @Test
    void aFailureInTheMidstOfAStartInterruptsItAndKeepsItsSentence() {
        wish.startBegins();

        wish.fail("The broker has ended.");
        wish.fail("The services have ended.");
        boolean interrupted = Thread.currentThread().isInterrupted();
        wish.startIsOver();

        assertThat(interrupted).isTrue();
        assertThat(wish.isAskedFor()).isFalse();
        assertThat(wish.failureSentence()).isEqualTo("The broker has ended.");
    }

    @Test
    void aSignalInTheMidstOfAStartInterruptsItAndIsTold() throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Thread start = Thread.ofVirtual().start(() -> {
            wish.startBegins();
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException wanted) {
                interrupted.set(true);
            }
        });
        assertThat(begun.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

        signal();

        assertThat(start.join(LIMIT)).isTrue();
        assertThat(interrupted).isTrue();
        assertThat(told.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStackThatRunsHearsTheSignalAsAWish() {
        wish.startBegins();
        wish.startIsOver();

        signal();

        assertThat(wish.await(LIMIT)).isEqualTo(Optional.of(""));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
