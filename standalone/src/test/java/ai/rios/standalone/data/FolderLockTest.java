package ai.rios.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.standalone.process.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    private static final int ROUNDS = 300;

    @TempDir
    private Path temporary;

    /** Throw-away data: {@code down} looks at the lock while the stack deletes the folder. */
    @Test
    void aLookAtAFolderThatIsBeingDeletedDoesNotKeepIt() throws IOException, InterruptedException {
        Path folder = temporary.resolve("data");
        AtomicBoolean over = new AtomicBoolean();
        Thread onlooker = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                FolderLock.isHeld(folder);
            }
        });
        try {
            for (int round = 0; round < ROUNDS; round++) {
                DataFolder.open(folder).close();
                FileTree.delete(folder);
                assertThat(folder).doesNotExist();
            }
        } finally {
            over.set(true);
            onlooker.join();
        }
    }

    @Test
    void aFolderThatIsNotThereIsNotHeldAndNotMade() {
        Path folder = temporary.resolve("none");

        assertThat(FolderLock.isHeld(folder)).isFalse();
        assertThat(folder).doesNotExist();
    }
}
