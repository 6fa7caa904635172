package ai.rios.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
    private static final Setting<Integer> PORT = Setting.number("some.listen-port", 1, 0, 9, "a port");
    private static final Setting<Duration> LIMIT =
            Setting.duration("some.limit", Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofHours(1), "a limit");
    private static final Setting<List<String>> NAMES = Setting.list("some.names", "", "names");
    private static final Setting<Boolean> SWITCH = Setting.flag("some.switch", false, "a switch");

    private static Settings read(Map<String, String> file, Map<String, String> environment, Map<String, String> flags) {
        Properties properties = new Properties();
        properties.putAll(file);
        return Settings.read(List.of(PORT, LIMIT, NAMES, SWITCH), properties, environment, flags);
    }

    private static Settings flag(String key, String value) {
        return read(Map.of(), Map.of(), Map.of(key, value));
    }

    private static Settings.Entry entry(Settings settings) {
        return settings.entries().getFirst();
    }

    @Test
    void eachSourceWinsOverThoseBefore() {
        Map<String, String> file = Map.of("some.listen-port", "2");
        Map<String, String> environment = Map.of("RIOS_SOME_LISTEN_PORT", "3");
        Map<String, String> flags = Map.of("some.listen-port", "4");
        Map<String, String> none = Map.of();

        Settings byDefault = read(none, none, none);
        Settings byFile = read(file, none, none);
        Settings byEnvironment = read(file, environment, none);
        Settings byFlag = read(file, environment, flags);

        assertThat(byDefault.get(PORT)).isEqualTo(1);
        assertThat(entry(byDefault).source()).isEqualTo(Settings.Source.DEFAULT);
        assertThat(byFile.get(PORT)).isEqualTo(2);
        assertThat(entry(byFile).source()).isEqualTo(Settings.Source.FILE);
        assertThat(byEnvironment.get(PORT)).isEqualTo(3);
        assertThat(entry(byEnvironment).source()).isEqualTo(Settings.Source.ENVIRONMENT);
        assertThat(byFlag.get(PORT)).isEqualTo(4);
        assertThat(entry(byFlag).source()).isEqualTo(Settings.Source.FLAG);
    }

    @Test
    void aSourceSaysNothingAboutWhatItDoesNotName() {
        Settings settings =
                read(Map.of("some.listen-port", "2"), Map.of("RIOS_SOME_LIMIT", "7s"), Map.of("some.names", "a, b,"));

        assertThat(settings.get(PORT)).isEqualTo(2);
        assertThat(settings.get(LIMIT)).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.get(NAMES)).containsExactly("a", "b");
        assertThat(settings.get(SWITCH)).isFalse();
    }

    @Test
    void anUnknownNameInTheFileIsRefusedByName() {
        assertThatThrownBy(() -> read(Map.of("some.prot", "1"), Map.of(), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown setting some.prot in the settings file; ./rios config lists them");
    }

    @Test
    void anUnknownNameInTheEnvironmentIsRefusedByName() {
        assertThatThrownBy(() -> read(Map.of(), Map.of("RIOS_SOME_PROT", "1"), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown setting RIOS_SOME_PROT in the environment; ./rios config lists them");
    }

    @Test
    void otherNamesInTheEnvironmentAreOthersBusiness() {
        assertThat(read(Map.of(), Map.of("SOME_LISTEN_PORT", "x", "HOME", "/"), Map.of())
                        .get(PORT))
                .isEqualTo(1);
    }

    @Test
    void anUnknownFlagIsRefusedByName() {
        assertThatThrownBy(() -> flag("some.prot", "1"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown setting some.prot; ./rios config lists them");
    }

    @ParameterizedTest
    @CsvSource({
        "some.listen-port, 10, must be between 0 and 9",
        "some.listen-port, x, must be a whole number",
        "some.limit, 2h, must be between 1ms and 1h",
        "some.limit, soon, 'must be a time such as 250ms, 5s, 10m or 24h'",
        "some.switch, yes, must be true or false"
    })
    void aValueThatIsNotAllowedIsRefusedByNamePlaceAndReason(String key, String value, String reason) {
        String variable =
                "RIOS_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        String said = key + " " + reason + ", was \"" + value + "\" (from ";

        assertThatThrownBy(() -> read(Map.of(key, value), Map.of(), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage(said + "the settings file)");
        assertThatThrownBy(() -> read(Map.of(), Map.of(variable, value), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage(said + variable + ")");
        assertThatThrownBy(() -> flag(key, value))
                .isInstanceOf(SettingsException.class)
                .hasMessage(said + "the command line)");
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250", "5s, 5000", "10m, 600000", "1h, 3600000", "PT1.5S, 1500"})
    void timesAreWrittenWithTheirUnit(String text, long millis) {
        assertThat(flag("some.limit", text).get(LIMIT)).isEqualTo(Duration.ofMillis(millis));
    }
}
