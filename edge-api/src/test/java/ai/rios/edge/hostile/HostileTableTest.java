package ai.rios.edge.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of {@link HostileTable} is sent to one edge, and has its answer. After each, the same edge answers another tenant as
 * before, and nothing that was heard holds a word of what that tenant has. After all, nothing is left under way.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTableTest {
    @TempDir
    static Path folder;

    @TempDir
    static Path hastyFolder;

    private static World world;

    /** For rows that wait for a limit. */
    private static World hasty;

    /** Those, all sent at the start. */
    private static final List<Sent> SLOW = new ArrayList<>();

    private static final ExecutorService ATTACKERS = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void start() {
        world = World.open(folder);
        hasty = World.hasty(hastyFolder);
        rows().stream()
                .filter(row -> row.group() == Group.SLOW)
                .forEach(row -> SLOW.add(
                        new Sent(row, ATTACKERS.submit(() -> row.attack().on(hasty)))));
    }

    @AfterAll
    static void stop() {
        ATTACKERS.shutdownNow();
        world.awaitQuiet();
        hasty.close();
        world.close();
    }

    static List<HostileCase> rows() {
        return HostileTable.rows();
    }

    static List<HostileCase> quickRows() {
        return rows().stream().filter(row -> row.group() != Group.SLOW).toList();
    }

    static List<Sent> slowRows() {
        return SLOW;
    }

    /** A row that was sent, and what comes of it. */
    record Sent(HostileCase row, Future<Heard> heard) {
        @Override
        public String toString() {
            return row.toString();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slowRows")
    void hasItsAnswerAlsoWhereThatTakesALimit(Sent sent) throws Exception {
        Heard heard = sent.heard().get();

        assertHeard(heard, sent.row());
        assertThat(hasty.commands()).as("commands in the log").isZero();
        hasty.assertUntouchedInTheEnd();
    }

    private static void assertHeard(Heard heard, HostileCase row) {
        assertThat(heard.answer()).as(heard.text()).isEqualTo(row.answer());
        assertThat(heard.text().toLowerCase(Locale.ROOT)).doesNotContain(World.VICTIM);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("quickRows")
    void hasItsOneAnswerAndTouchesNobodyElse(HostileCase row) throws Exception {
        long commands = world.commands();

        Heard heard = row.attack().on(world);

        assertHeard(heard, row);
        if (!row.group().isDecided()) {
            assertThat(world.commands()).as("commands in the log").isEqualTo(commands);
        }
        world.assertUntouched();
    }
}
