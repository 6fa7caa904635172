package ai.rios.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FarewellsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Farewells farewells = new Farewells();

    private static Promise<Void> channel() {
        return new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
    }

    private List<Promise<Void>> full() {
        List<Promise<Void>> channels = new ArrayList<>();
        for (int i = 0; i < Farewells.MOST; i++) {
            channels.add(channel());
            assertThat(farewells.takes(channels.getLast())).isTrue();
        }
        return channels;
    }

    @Test
    void noMoreThanThereArePlacesFor() {
        List<Promise<Void>> channels = full();
        assertThat(farewells.takes(channel())).isFalse();

        channels.getFirst().setSuccess(null);

        assertThat(farewells.takes(channel())).isTrue();
        assertThat(farewells.takes(channel())).isFalse();
    }

    @Test
    void theEndIsAwaited() throws Exception {
        List<Promise<Void>> channels = full();
        CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> farewells.await(LONG));
        channels.subList(1, channels.size()).forEach(channel -> channel.setSuccess(null));
        farewells.await(Duration.ofMillis(1));
        assertThat(waits).isNotDone();

        channels.getFirst().setSuccess(null);

        waits.get(LONG.toSeconds(), TimeUnit.SECONDS);
        full();
    }

    @Test
    void anInterruptIsKept() {
        full();
        Thread.currentThread().interrupt();

        farewells.await(LONG);

        assertThat(Thread.interrupted()).isTrue();
    }
}
