package ai.rios.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.runtime.settings.Setting;
import ai.rios.runtime.settings.Settings;
import ai.rios.runtime.settings.SettingsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ServiceProcessTest {
    private static final Setting<Integer> SIZE = Setting.number("sample.size", 1, 1, 9, "size");

    private final List<String> order = new ArrayList<>();

    @Test
    void aServiceThatIsToldToStopIsClosedAndEndsWell() {
        Stop stop = new Stop();
        stop.request("test");

        int code = ServiceProcess.run("sample", settings(Map.of("sample.size", "3")), this::start, stop);

        assertThat(order).containsExactly("started 3", "not ready", "closed");
        assertThat(code).isEqualTo(ServiceProcess.OK);
    }

    @Test
    void aServiceThatGivesUpEndsWithAFailure() {
        Stop stop = new Stop();
        stop.fail("the log is gone");
        stop.request("signal");

        assertThat(ServiceProcess.run("sample", settings(Map.of()), this::start, stop))
                .isEqualTo(ServiceProcess.FAILED);
        assertThat(order).contains("closed");
    }

    @Test
    void aServiceThatCannotBeBuiltEndsWithAFailure() {
        int code = ServiceProcess.run(
                "sample",
                settings(Map.of()),
                (_, _, _) -> {
                    throw new IOException("port 1 in use");
                },
                new Stop());

        assertThat(code).isEqualTo(ServiceProcess.FAILED);
    }

    @Test
    void badSettingsAreACodeOfTheirOwn() {
        assertThat(ServiceProcess.run("sample", List.of(SIZE), new String[] {"--sample.size=12"}, this::start))
                .isEqualTo(ServiceProcess.BAD_SETTINGS);
        assertThat(ServiceProcess.run("sample", List.of(SIZE), new String[] {"--sample.sise=2"}, this::start))
                .isEqualTo(ServiceProcess.BAD_SETTINGS);
        assertThat(order).isEmpty();
    }

    @Test
    void theEndOfStandardInputIsAWishToStop() {
        Stop stop = new Stop();

        stop.awaitEnd(new ByteArrayInputStream("ignored".getBytes(StandardCharsets.UTF_8)));

        assertThat(stop.await(Duration.ofMinutes(1))).isEqualTo("standard input ended");
        stop.done();
    }

    @Test
    void flagsAndAFileAreRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("rios.properties"), "sample.size=4\n");

        Arguments arguments = Arguments.parse(new String[] {"--config=" + file, "--sample.size=5"});

        assertThat(arguments.file()).containsExactly(Map.entry("sample.size", "4"));
        assertThat(arguments.flags()).containsExactly(Map.entry("sample.size", "5"));
    }

    @Test
    void otherArgumentsAreRefused() {
        assertThatThrownBy(() -> Arguments.parse(new String[] {"sample.size=5"}))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--key=value");
        assertThatThrownBy(() -> Arguments.parse(new String[] {"--config=/nowhere/rios.properties"}))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("/nowhere/rios.properties");
    }

    @Test
    void anInstanceWithoutANameTakesTheHosts() {
        Settings settings = settings(Map.of());

        assertThat(ProcessConfig.from(settings, Map.of("HOSTNAME", "box")).instance())
                .isEqualTo("box");
        assertThat(ProcessConfig.from(settings, Map.of()).instance()).startsWith("pid-");
        assertThat(ProcessConfig.from(settings(Map.of("process.instance", "h1")), Map.of())
                        .instance())
                .isEqualTo("h1");
    }

    private AutoCloseable start(Settings settings, Observability observability, Stop stop) {
        order.add("started " + settings.get(SIZE));
        return () -> {
            order.add(observability.health().isReady() ? "ready" : "not ready");
            order.add("closed");
        };
    }

    private static Settings settings(Map<String, String> flags) {
        return Settings.read(ServiceProcess.withCommon(List.of(SIZE)), new Properties(), Map.of(), flags);
    }
}
