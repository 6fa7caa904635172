package ai.rios.bench.faults.cells;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.history.Invariant;
import ai.rios.bench.faults.history.Violation;
import ai.rios.bench.product.HttpApi;
import ai.rios.bench.product.Launcher;
import ai.rios.bench.product.SplitStack;
import ai.rios.standalone.process.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the campaign's own traffic must bring to light when something is wrong with a running stack: a fault a tenant, and at least one
 * tenant without, of whom nothing must be said.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class PlantedFaultsIT {
    private static final int PER_SECOND = 60;
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration REST_LIMIT = Duration.ofSeconds(10);
    private static final int TENANTS = 6;
    private static final int MOST_PLANTS = TENANTS - 1;

    /** Of all plants; a slow machine, or one that has just started the stack, answers too little for some in one go. */
    private static final int MOST_ROUNDS = 3;

    private static final long SEED = 5;

    @TempDir
    private static Path folder;

    private static @Nullable SplitStack stack;

    @BeforeAll
    static void up() {
        stack = SplitStack.start(
                new Launcher(Installation.locate().home()), folder.resolve("data"), SplitStack.QUICK_TIMERS);
    }

    @AfterAll
    static void down() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void everyOneIsFoundAndNothingElse() {
        Map<Plant, Set<Invariant>> missed = new EnumMap<>(Plant.class);
        for (Plant plant : Plant.values()) {
            missed.put(plant, EnumSet.copyOf(plant.broken()));
        }
        int runs = 0;
        for (int round = 1; round <= MOST_ROUNDS && !missed.isEmpty(); round++) {
            List<Plant> left = new ArrayList<>(missed.keySet());
            for (int from = 0; from < left.size(); from += MOST_PLANTS) {
                play(left.subList(from, Math.min(left.size(), from + MOST_PLANTS)), ++runs, missed);
            }
            missed.values().removeIf(Set::isEmpty);
        }

        assertThat(missed).isEmpty();
    }

    private static void play(List<Plant> plants, int run, Map<Plant, Set<Invariant>> missed) {
        SplitStack running = Objects.requireNonNull(stack);
        SecondWriter writer = new SecondWriter(running.kafka(), running.registry());
        String prefix = "planted-" + run;
        List<String> tenants = IntStream.range(0, TENANTS)
                .mapToObj(tenant -> prefix + '-' + tenant)
                .toList();
        CellResult result = new CellRun(
                        SEED + run,
                        PER_SECOND,
                        LENGTH,
                        prefix,
                        REST_LIMIT,
                        edge -> Plant.between(new HttpApi(edge), writer, tenants, plants))
                .run(new FaultCell("planted", Fault.NONE, List.of()), running);
        Map<String, Set<Invariant>> found = result.violations().stream()
                .collect(groupingBy(Violation::tenant, mapping(Violation::invariant, toSet())));
        for (int at = 0; at < plants.size(); at++) {
            Set<Invariant> open = missed.get(plants.get(at));
            if (open != null) {
                open.removeAll(found.getOrDefault(tenants.get(at), Set.of()));
            }
        }
        List<String> controls = tenants.subList(plants.size(), TENANTS);
        assertThat(result.violations())
                .as("of tenants without a fault, beside %s", plants)
                .noneMatch(violation -> controls.contains(violation.tenant()));
    }
}
