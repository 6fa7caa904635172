package ai.rios.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

final class LogScopeTest {
    @Test
    void whatStoodBeforeIsPutBack() {
        try (LogScope outer = LogScope.open().with(LogKey.REQUEST_ID, "outer")) {
            try (LogScope inner = LogScope.open()) {
                inner.with(LogKey.REQUEST_ID, "inner")
                        .with(LogKey.REQUEST_ID, "later")
                        .with(LogKey.TENANT, "acme");
                assertThat(requestId()).isEqualTo("later");
            }
            assertThat(requestId()).isEqualTo("outer");
            assertThat(MDC.get("tenant")).isNull();
            outer.with(LogKey.TENANT, null);
        }
        assertThat(requestId()).isNull();
    }

    @Test
    void virtualThreadsKeepTheirKeysApart() throws Exception {
        CountDownLatch bothInside = new CountDownLatch(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> one = threads.submit(() -> inScope("one", bothInside));
            Future<String> two = threads.submit(() -> inScope("two", bothInside));

            assertThat(one.get()).isEqualTo("one");
            assertThat(two.get()).isEqualTo("two");
        }
    }

    @Test
    void aNewThreadStartsWithoutKeys() throws Exception {
        try (LogScope _ = LogScope.open().with(LogKey.REQUEST_ID, "mine");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.submit(LogScopeTest::requestId).get()).isNull();
        }
    }

    private static String inScope(String id, CountDownLatch bothInside) throws InterruptedException {
        try (LogScope _ = LogScope.open().with(LogKey.REQUEST_ID, id)) {
            bothInside.countDown();
            bothInside.await();
            return requestId();
        }
    }

    private static String requestId() {
        return MDC.get(LogKey.REQUEST_ID.json());
    }
}
