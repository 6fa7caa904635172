package ai.rios.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    @Test
    void aStepIsToldWhenItBeginsAndWhenItIsDone() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(out, false, StandardCharsets.UTF_8));

        progress.starting("broker");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("starting broker ...");
        progress.done("broker", "127.0.0.1:9092");
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList().getLast())
                .matches(" +\\d+\\.\\d s  broker     127\\.0\\.0\\.1:9092");
    }
}
