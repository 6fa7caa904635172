package ai.rios.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BannerTest {
    @TempDir
    Path data;

    private String printed(boolean isDefaultData) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Banner.print(
                new Progress(new PrintStream(out, true, StandardCharsets.UTF_8)),
                new Banner.Facts(
                        "http://127.0.0.1:8080",
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081",
                        data,
                        isDefaultData,
                        data.resolve("keys"),
                        true));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theCommandForMoreTokensNamesTheFolderWhoseKeysCount() {
        assertThat(printed(false)).contains("(./rios token --data " + data + " makes others)");
    }

    @Test
    void onTheDefaultFolderItNeedNot() {
        assertThat(printed(true)).contains("(./rios token makes others)");
    }
}
