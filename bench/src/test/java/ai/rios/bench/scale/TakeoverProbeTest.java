package ai.rios.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.product.Api;
import ai.rios.bench.product.Reply;
import ai.rios.bench.product.Tenant;
import ai.rios.bench.scale.TakeoverProbe.Step;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TakeoverProbeTest {
    private static final List<Tenant> TENANTS = List.of(new Tenant("a", "ta"), new Tenant("b", "tb"));

    /** Refuses the first attempt of every write and of every read for now. */
    private static final class Refusing implements Api {
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicInteger reads = new AtomicInteger();
        private final CountDownLatch asked = new CountDownLatch(8);

        @Override
        public Optional<Reply> send(
                String token, String method, String path, @Nullable String body, Map<String, String> headers) {
            asked.countDown();
            boolean isWrite = method.equals("POST");
            int attempt = (isWrite ? writes : reads).incrementAndGet();
            assertThat(headers).containsOnlyKeys(isWrite ? "Idempotency-Key" : "X-RiOS-Min-Position");
            if (attempt == 1) {
                return Optional.empty();
            }
            return Optional.of(new Reply(
                    attempt == 2 ? 503 : isWrite ? 201 : 200,
                    HttpHeaders.of(
                            Map.of("Location", List.of("/v1/deployments/d"), "X-RiOS-Position", List.of("7")),
                            (_, _) -> true),
                    MissingNode.getInstance()));
        }

        @Override
        public CompletableFuture<WebSocket> stream(String token, String cursor, WebSocket.Listener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void whatIsRefusedForNowIsRepeatedUntilItIsDoneAndShown() throws InterruptedException {
        Refusing api = new Refusing();
        TakeoverProbe probe = TakeoverProbe.start(api, TENANTS, Duration.ofMillis(1), "x");
        api.asked.await();

        List<Step> steps = probe.end();

        assertThat(steps).isNotEmpty();
        assertThat(steps.stream().mapToInt(Step::refusals).sum()).isEqualTo(4);
        assertThat(api.writes.get() - 2).isEqualTo(steps.size());
        assertThat(api.reads.get() - 2).isEqualTo(steps.size());
        assertThat(steps)
                .allMatch(step -> step.dueNanos() <= step.doneNanos() && step.doneNanos() <= step.shownNanos());
    }

    @Test
    void onlyWhatWasDueInATimeCountsForIt() {
        List<Step> steps = List.of(
                new Step(0, 9_000_000, 10_000_000, 0),
                new Step(1_000_000, 3_000_000, 8_000_000, 0),
                new Step(2_000_000, 3_000_000, 4_000_000, 0));

        assertThat(Step.longestWriteMillis(steps, 1_000_000, 3_000_000)).isEqualTo(2);
        assertThat(Step.longestReadMillis(steps, 1_000_000, 3_000_000)).isEqualTo(5);
        assertThat(Step.longestWriteMillis(steps, 0, 1_000_000)).isEqualTo(9);
        assertThat(Step.longestWriteMillis(steps, 3_000_000, 9_000_000)).isZero();
        assertThat(Step.longestWriteDueNanos(steps, 1_000_000, 3_000_000)).isEqualTo(1_000_000);
        assertThat(Step.longestReadDueNanos(steps, 0, 3_000_000)).isEqualTo(1_000_000);
        assertThat(Step.longestReadDueNanos(steps, 3_000_000, 9_000_000)).isEqualTo(3_000_000);
    }
}
