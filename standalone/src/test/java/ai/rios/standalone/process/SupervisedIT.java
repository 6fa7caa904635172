package ai.rios.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.StandaloneException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupervisedIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Ends when its input does. */
    private static final List<String> LIVES = List.of("cat");

    private static final List<String> DIES = List.of("false");

    @TempDir
    private Path folder;

    private final CompletableFuture<String> givenUp = new CompletableFuture<>();
    private final CompletableFuture<Void> restarted = new CompletableFuture<>();

    private ChildProcess child(List<String> command) {
        return ChildProcess.start("child", command, Map.of(), folder.resolve("child.out"));
    }

    private Supervised watch(List<String> first, Supplier<ChildProcess> starter) {
        return Supervised.watch(
                child(first),
                starter,
                new Supervised.Verdict(_ -> Optional.empty(), givenUp::complete),
                () -> restarted.complete(null),
                LIMIT);
    }

    @Test
    void aStartThatFailsIsTriedAgain() throws Exception {
        Deque<List<String>> starts = new ArrayDeque<>(List.of(List.of(), LIVES));
        try (Supervised supervised = watch(DIES, () -> {
            List<String> command = starts.remove();
            if (command.isEmpty()) {
                throw new StandaloneException("Cannot start the child: no more processes");
            }
            return child(command);
        })) {
            restarted.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

            assertThat(supervised.child().isAlive()).isTrue();
            assertThat(givenUp).isNotDone();
        }
    }

    @Test
    void whatCannotBeStartedAgainIsGivenUpWithTheReason() throws Exception {
        try (Supervised supervised = watch(DIES, () -> {
            throw new StandaloneException("Cannot start the child: no more processes");
        })) {
            assertThat(givenUp.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo("The child cannot be started again: Cannot start the child: no more processes");
            assertThat(supervised.await(() -> false, LIMIT)).isFalse();
        }
    }

    @Test
    void whatDiesAgainAndAgainIsGivenUp() throws Exception {
        try (Supervised supervised = watch(DIES, () -> child(DIES))) {
            assertThat(givenUp.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .startsWith("The child ends as soon as it is started; see ");
            assertThat(supervised.child().isAlive()).isFalse();
        }
    }

    @Test
    void closingEndsTheChild() {
        Supervised supervised = watch(LIVES, () -> child(LIVES));
        assertThat(supervised.child().isAlive()).isTrue();

        supervised.close();

        assertThat(supervised.child().isAlive()).isFalse();
    }
}
