package ai.rios.libp2p.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SaverTest {
    private final List<Long> tried = new ArrayList<>();
    private final Saver saver = new Saver("numbers", this::changes, this::save);
    private long changes;
    private boolean isFull;

    private long changes() {
        return changes;
    }

    private void save() throws IOException {
        tried.add(changes);
        if (isFull) {
            throw new IOException("the disk is full");
        }
    }

    @Test
    void onlyWhatHasChangedIsSaved() {
        changes = 3;
        saver.isSaved();
        saver.saveChanges();
        assertThat(tried).isEmpty();
        changes++;
        saver.saveChanges();
        saver.saveChanges();
        assertThat(tried).containsExactly(4L);
    }

    @Test
    void whatCouldNotBeSavedIsTriedAgainUntilItIs() {
        changes = 1;
        isFull = true;
        saver.saveChanges();
        saver.saveChanges();
        isFull = false;
        saver.saveChanges();
        saver.saveChanges();
        assertThat(tried).containsExactly(1L, 1L, 1L);
    }
}
