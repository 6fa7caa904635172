package ai.rios.edge.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of {@link HostileTable} is sent to one edge, and has its answer. After each, the same edge answers another tenant as
 * before, and nothing that was heard holds a word of what that tenant has.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileTableTest {
    @TempDir
    static Path folder;

    private static World world;

    @BeforeAll
    static void start() {
        world = World.open(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    static List<HostileCase> rows() {
        return HostileTable.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void hasItsOneAnswerAndTouchesNobodyElse(HostileCase row) throws Exception {
        long commands = world.commands();

        Heard heard = row.attack().on(world);

        assertThat(heard.answer()).as(heard.text()).isEqualTo(row.answer());
        assertThat(heard.text().toLowerCase(Locale.ROOT)).doesNotContain(World.VICTIM);
        if (!row.group().isDecided()) {
            assertThat(world.commands()).as("commands in the log").isEqualTo(commands);
        }
        world.assertUntouched();
    }
}
