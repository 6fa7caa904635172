package ai.rios.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class StackKeysTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void whoeverAsksAFreshFolderAtTheSameTimeHasTheSameSecret() throws Exception {
        int askers = 8;
        CyclicBarrier together = new CyclicBarrier(askers);
        Callable<String> asker = () -> {
            together.await();
            return StackKeys.signing(folder.resolve("keys"));
        };

        List<Future<String>> asked;
        try (ExecutorService threads = Executors.newFixedThreadPool(askers)) {
            asked = threads.invokeAll(Collections.nCopies(askers, asker));
        }

        Set<String> secrets = new HashSet<>();
        for (Future<String> one : asked) {
            secrets.add(one.get());
        }
        assertThat(secrets).hasSize(1).contains(StackKeys.signing(folder.resolve("keys")));
    }
}
