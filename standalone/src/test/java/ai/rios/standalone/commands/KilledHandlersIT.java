package ai.rios.standalone.commands;

import static ai.rios.standalone.commands.CommandLog.await;

import ai.rios.standalone.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A handler in a process of its own is killed in the middle of its work, twice. */
final class KilledHandlersIT {
    private static final int COMMANDS = 600;
    private static final Duration BETWEEN = Duration.ofMillis(5);

    @TempDir
    Path folder;

    @Test
    void nothingIsLostOrDoubledWhenAHandlerIsKilled() throws Exception {
        try (CommandLog log = new CommandLog(TestCluster.topicPrefix(KilledHandlersIT.class), 2)) {
            Process handlers = HandlersUnderTest.startProcess(log.bootstrapServers, log.topics, folder);
            try {
                List<String> sent = new ArrayList<>();
                log.create("warm", "up");
                await("the first decision", () -> log.outcomes().size() == 1);
                for (int i = 0; i < COMMANDS; i++) {
                    sent.add(log.create("tenant-" + i % 5, "name-" + i));
                    if (i == COMMANDS / 3 || i == COMMANDS * 2 / 3) {
                        handlers.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                        handlers = HandlersUnderTest.startProcess(log.bootstrapServers, log.topics, folder);
                    }
                    LockSupport.parkNanos(BETWEEN.toNanos());
                }
                await("every decision", () -> log.outcomes().size() >= COMMANDS + 1);

                ExactlyOnce.check(log, sent);
            } finally {
                handlers.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }
}
