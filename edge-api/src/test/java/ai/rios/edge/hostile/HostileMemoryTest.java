package ai.rios.edge.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What large and endless requests make the edge keep: nothing. */
class HostileMemoryTest {
    private static final Set<Group> LARGE = Set.of(Group.BOUNDS, Group.JSON, Group.CODINGS, Group.FRAMES);
    private static final int ROUNDS = 8;

    /** Far less than the rounds' bodies are together, and more than caches and counters take. */
    private static final long ROOM_BYTES = 8L << 20;

    @TempDir
    static Path folder;

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void staysFlatHoweverOftenLargeRequestsCome() throws Exception {
        List<HostileCase> rows = HostileTable.rows().stream()
                .filter(row -> LARGE.contains(row.group()))
                .toList();
        try (World world = World.open(folder);
                ExecutorService attackers = Executors.newFixedThreadPool(4)) {
            playAll(rows, world, attackers);
            world.awaitQuiet();
            long before = inUse();

            for (int round = 0; round < ROUNDS; round++) {
                playAll(rows, world, attackers);
            }
            world.awaitQuiet();

            World.await("memory is given back", () -> inUse() < before + ROOM_BYTES);
        }
    }

    private static void playAll(List<HostileCase> rows, World world, ExecutorService attackers) throws Exception {
        List<Future<Heard>> all = new ArrayList<>();
        rows.forEach(row -> all.add(attackers.submit(() -> row.attack().on(world))));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(all.get(i).get().answer())
                    .as(rows.get(i).toString())
                    .isEqualTo(rows.get(i).answer());
        }
    }

    /** Bytes of what is reachable, buffers outside of the heap included. */
    private static long inUse() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }
}
