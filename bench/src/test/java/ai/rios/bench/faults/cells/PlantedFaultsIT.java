package ai.rios.bench.faults.cells;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.history.Invariant;
import ai.rios.bench.faults.traffic.HttpApi;
import ai.rios.bench.product.Launcher;
import ai.rios.standalone.process.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the campaign's own traffic must bring to light when something is wrong with a running stack. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class PlantedFaultsIT {
    private static final int PER_SECOND = 60;
    private static final Duration LENGTH = Duration.ofSeconds(5);
    private static final Duration REST_LIMIT = Duration.ofSeconds(3);
    private static final int MOST_ATTEMPTS = 5;
    private static final long SEED = 5;

    @TempDir
    private static Path folder;

    private static SplitStack stack;

    @BeforeAll
    static void up() {
        stack = SplitStack.start(new Launcher(Installation.locate().home()), folder.resolve("data"));
    }

    @AfterAll
    static void down() {
        stack.close();
    }

    @ParameterizedTest
    @EnumSource(Plant.class)
    void isFound(Plant plant) {
        Set<Invariant> found = EnumSet.noneOf(Invariant.class);
        // A slow machine, or one that has just started the stack, answers too little for some in one go.
        for (int attempt = 1; attempt <= MOST_ATTEMPTS && !found.containsAll(plant.broken()); attempt++) {
            play(plant, attempt).violations().forEach(violation -> found.add(violation.invariant()));
        }

        assertThat(found).containsAll(plant.broken());
    }

    private static CellResult play(Plant plant, int attempt) {
        SecondWriter writer = new SecondWriter(stack.kafka(), stack.registry());
        CellRun run = new CellRun(
                SEED + attempt,
                PER_SECOND,
                LENGTH,
                plant.name().toLowerCase(Locale.ROOT).replace('_', '-') + '-' + attempt,
                REST_LIMIT,
                edge -> plant.between(new HttpApi(edge), writer));
        return run.run(new FaultCell("planted", Fault.NONE, List.of()), stack);
    }
}
