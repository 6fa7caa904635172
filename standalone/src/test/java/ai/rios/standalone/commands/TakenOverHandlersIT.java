package ai.rios.standalone.commands;

import static ai.rios.standalone.commands.CommandLog.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two handlers, each with a standby copy of the other's state; one of them falls silent in the middle of its work. */
final class TakenOverHandlersIT {
    private static final int COMMANDS = 300;
    private static final Duration BETWEEN = Duration.ofMillis(5);

    @TempDir
    Path folder;

    @Test
    void theOtherDecidesForAHandlerThatIsKilled() throws Exception {
        try (CommandLog log = new CommandLog(TestCluster.topicPrefix(TakenOverHandlersIT.class) + "killed.", 2);
                Pair pair = Pair.start(log, folder)) {
            List<String> sent = createAll(log, 0, COMMANDS / 3);
            pair.first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            sent.addAll(createAll(log, COMMANDS / 3, COMMANDS));
            await("every decision", () -> log.outcomes().size() >= COMMANDS + 1);
            ExactlyOnce.check(log, sent);
        }
    }

    @Test
    void aHandlerThatIsStoppedAndWakesUpChangesNothing() throws Exception {
        try (CommandLog log = new CommandLog(TestCluster.topicPrefix(TakenOverHandlersIT.class) + "stopped.", 2);
                Pair pair = Pair.start(log, folder)) {
            List<String> sent = createAll(log, 0, COMMANDS / 3);
            signal(pair.first, "STOP");
            sent.addAll(createAll(log, COMMANDS / 3, COMMANDS * 2 / 3));
            await("the other decides", () -> log.outcomes().size() >= COMMANDS * 2 / 3 + 1);
            signal(pair.first, "CONT");
            sent.addAll(createAll(log, COMMANDS * 2 / 3, COMMANDS));
            await("every decision", () -> log.outcomes().size() >= COMMANDS + 1);
            ExactlyOnce.check(log, sent);
        }
    }

    private static List<String> createAll(CommandLog log, int from, int to) {
        List<String> sent = new ArrayList<>();
        for (int i = from; i < to; i++) {
            sent.add(log.create("tenant-" + i % 5, "name-" + i));
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        return sent;
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).as("kill -%s", signal).isZero();
    }

    /** Both instances; killed at the end of the test. */
    private record Pair(Process first, Process second) implements AutoCloseable {
        static Pair start(CommandLog log, Path folder) throws IOException {
            Process first = handlers(log, folder.resolve("first"));
            log.create("warm", "up");
            await("the first decision", () -> log.outcomes().size() == 1);
            return new Pair(first, handlers(log, folder.resolve("second")));
        }

        private static Process handlers(CommandLog log, Path folder) throws IOException {
            return HandlersUnderTest.startProcess(log.bootstrapServers, log.topics, folder, "handlers.instances=2");
        }

        @Override
        public void close() {
            first.destroyForcibly().onExit().join();
            second.destroyForcibly().onExit().join();
        }
    }
}
