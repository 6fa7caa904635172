package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.edge.errors.ApiCode;
import ai.rios.edge.errors.ApiException;
import ai.rios.edge.http.ApiVersion.Retirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The version table: the one that is served, and what holds of any. */
class ApiVersionsTest {
    private static final Path GUIDE = Path.of("../docs/http.md");
    private static final Retirement GOING = new Retirement(date("2027-01-10"), date("2027-07-10"), date("2028-07-31"));
    private static final ApiVersion OLD = new ApiVersion("2024-01-15", "/v1", date("2026-11-24"), GOING);
    private static final ApiVersion NEXT = new ApiVersion("2027-01-05", "/v1", date("2027-01-05"), null);
    private static final ApiVersion MAJOR = new ApiVersion("2027-02-01", "/v2", date("2027-02-01"), null);

    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }

    private static ApiVersions at(String now, ApiVersion... rows) {
        return new ApiVersions(List.of(rows), InstantSource.fixed(Instant.parse(now)));
    }

    @Test
    void theTableThatIsServedIsTheOneOfTheGuideAndKeepsTheRules() throws IOException {
        ApiVersions shipped = ApiVersions.shipped(InstantSource.system());

        List<String> documented = Files.readAllLines(GUIDE).stream()
                .filter(line -> line.matches("\\| \\d{4}-\\d{2}-\\d{2} \\|.*"))
                .toList();
        assertThat(shipped.rows().stream().map(ApiVersionsTest::row)).isEqualTo(documented);
    }

    private static String row(ApiVersion version) {
        Retirement retirement = version.retirement();
        String end = retirement == null
                ? " |  |  |  |"
                : " | " + retirement.announced() + " | " + retirement.deprecated() + " | " + retirement.sunset() + " |";
        return "| " + version.name() + " | `" + version.path() + "` | " + version.released() + end;
    }

    @ParameterizedTest(name = "announced {0}, deprecated {1}, sunset {2}")
    @CsvSource({
        "2027-01-10,2027-07-09,2028-12-31",
        "2027-01-10,2027-07-10,2028-07-09",
        "2026-11-23,2027-12-01,2029-01-01"
    })
    void anEndThatComesTooSoonIsRefused(String announced, String deprecated, String sunset) {
        assertThatThrownBy(() -> new ApiVersion(
                        "2024-01-15",
                        "/v1",
                        date("2026-11-24"),
                        new Retirement(date(announced), date(deprecated), date(sunset))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTableOutOfOrderOrWithoutAVersionThatStaysIsRefused() {
        assertThatThrownBy(() -> at("2026-11-24T00:00:00Z", NEXT, OLD)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> at("2026-11-24T00:00:00Z", OLD)).hasMessageContaining("newest");
    }

    @Test
    void answersOfAVersionThatGoesSaySinceWhenAndUntilWhen() {
        assertThat(OLD.headers())
                .containsEntry(
                        "Deprecation",
                        "@" + Instant.parse("2027-07-10T00:00:00Z").getEpochSecond())
                .containsEntry("Sunset", "Mon, 31 Jul 2028 23:59:59 GMT");
        assertThat(NEXT.headers()).isEmpty();
    }

    @Test
    void theNewestOfThePathIsSpokenUnlessAnotherIsNamed() {
        ApiVersions versions = at("2027-03-01T00:00:00Z", OLD, NEXT, MAJOR);

        assertThat(versions.spoken("/v1/deployments", null)).isEqualTo(NEXT);
        assertThat(versions.spoken("/v1/deployments", "2024-01-15")).isEqualTo(OLD);
        assertThat(versions.spoken("/v2", null)).isEqualTo(MAJOR);
        assertThat(versions.spoken("/health", null)).isEqualTo(MAJOR);
        assertThat(versions.current()).isEqualTo(MAJOR);
    }

    @Test
    void aVersionIsServedOnTheDayOfItsSunsetAndRemovedAfterIt() {
        assertThat(at("2028-07-31T23:59:59Z", OLD, NEXT).spoken("/v1/x", "2024-01-15"))
                .isEqualTo(OLD);
        refused(at("2028-08-01T00:00:00Z", OLD, NEXT), "/v1/x", "2024-01-15", ApiCode.VERSION_REMOVED);
        refused(at("2028-08-01T00:00:00Z", OLD, MAJOR), "/v1/x", null, ApiCode.VERSION_REMOVED);
    }

    @Test
    void aVersionThatNeverWasIsUnsupportedAndTheListIsGiven() {
        ApiVersions versions = at("2027-03-01T00:00:00Z", OLD, NEXT, MAJOR);

        refused(versions, "/v3/x", null, ApiCode.UNSUPPORTED_VERSION);
        refused(versions, "/v1/x", "2023-01-01", ApiCode.UNSUPPORTED_VERSION);
        refused(versions, "/v2/x", "2024-01-15", ApiCode.UNSUPPORTED_VERSION);
    }

    private static void refused(ApiVersions versions, String path, @Nullable String named, ApiCode code) {
        assertThatThrownBy(() -> versions.spoken(path, named))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refusal -> assertThat(refusal.error().code()).isEqualTo(code));
    }
}
