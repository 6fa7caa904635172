package ai.rios.schemas.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.rios.schemas.deployment.Deployment;
import ai.rios.schemas.deployment.DeploymentSpec;
import ai.rios.schemas.deployment.DeploymentStatus;
import ai.rios.schemas.deployment.DesiredState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Instant CREATED = Instant.parse("2026-01-31T12:00:00Z");
    private static final Deployment WEB = new Deployment(
            "deploy_1",
            "acme",
            new DeploymentSpec(
                    "web-1",
                    "nginx:1.27",
                    4,
                    2_048,
                    Map.of(),
                    Map.of("app.io/tier", "front", "note", "two words"),
                    null,
                    3,
                    DesiredState.RUNNING),
            DeploymentStatus.RUNNING,
            null,
            false,
            7,
            2,
            2,
            9,
            0,
            CREATED,
            CREATED.plusSeconds(3600));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "name = web-1",
                "name=web-1",
                "name^=web and status=running",
                "name != other",
                "image = nginx:1.27",
                "image ^= \"nginx:\"",
                "status in (failed, running)",
                "status in(running)",
                "desired = running",
                "region != eu-west",
                "replicas >= 3 and replicas <= 3",
                "cpu > 3 and resources.cpu < 5",
                "memory = 2048",
                "resources.memory in (1, 2048)",
                "revision = 7",
                "generation < 3",
                "created_at = 2026-01-31T12:00:00Z",
                "created_at = 2026-01-31T13:00:00+01:00",
                "updated_at > 2026-01-31T12:59:59.5Z",
                "labels.app.io/tier = front",
                "labels.note = \"two words\"",
                "labels.missing != x",
                "id >= deploy_0",
                "name in (\"web-1\", x)",
            })
    void holdsOfTheDeployment(String text) {
        assertThat(Filter.parse(text).matches(WEB)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name = web",
                "name ^= eb",
                "name = web-1 and status = failed",
                "status != running",
                "status in (failed, stopped)",
                "region = eu-west",
                "region ^= eu",
                "region < zz",
                "region in (eu-west)",
                "labels.missing = x",
                "labels.missing in (x)",
                "cpu >= 5",
                "created_at < 2026-01-31T12:00:00Z",
                "name = \"\"",
            })
    void doesNotHoldOfTheDeployment(String text) {
        assertThat(Filter.parse(text).matches(WEB)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "nam = x|0|there is no field nam",
                "= x|0|expected the name of a field",
                "name|4|expected one of",
                "name ~ x|5|expected one of",
                "name =|6|expected a value",
                "name = )|7|expected a value",
                "name = a b|9|expected and",
                "name = a and|12|expected a term after and",
                "name = a and and|13|there is no field and",
                "name = \"a|7|quote is not closed",
                "name = \"a\\n\"|10|only \\\" and \\\\ are escapes",
                "status = up|9|status is one of pending, assigned",
                "status ^= run|7|status cannot be compared with ^=",
                "desired < x|8|desired cannot be compared with <",
                "cpu = many|6|resources.cpu is a whole number",
                "cpu ^= 1|4|resources.cpu cannot be compared with ^=",
                "cpu = 99999999999999999999|6|is a whole number",
                "created_at > yesterday|13|created_at is a time such as",
                "labels. = x|0|a label's key",
                "labels.a* = x|0|a label's key",
                "name in a|8|expected (",
                "name in (a|10|expected )",
                "name in ()|9|expected a value",
                "name in (a,)|11|expected a value",
                "name=a or name=b|7|expected and",
            })
    void whatIsNoFilterIsRefusedWithPositionAndReason(String text, int position, String reason) {
        assertThatThrownBy(() -> Filter.parse(text)).isInstanceOfSatisfying(FilterSyntaxException.class, e -> {
            assertThat(e.reason()).contains(reason);
            assertThat(e.position()).isEqualTo(position);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "status=running   and name^=web|name ^= web and status = running",
                "cpu>=02|resources.cpu >= 2",
                "name = a and name = a|name = a",
                "status in (running, failed,running)|status in (failed, running)",
                "created_at > 2026-01-31T13:00:00+01:00|created_at > 2026-01-31T12:00:00Z",
                "labels.note = \"two \\\"words\\\" \\\\\"|labels.note = \"two \\\"words\\\" \\\\\"",
                "name = \"plain\"|name = plain",
                "name = \"\"|name = \"\"",
            })
    void filtersThatSayTheSameHaveOneText(String text, String canonical) {
        Filter filter = Filter.parse(text);

        assertThat(filter.text()).isEqualTo(canonical);
        assertThat(Filter.parse(canonical)).isEqualTo(filter);
    }

    @Test
    void shorthandsAreTerms() {
        assertThat(Filter.statusIs("running").text()).isEqualTo("status = running");
        assertThat(Filter.nameStartsWith("web").text()).isEqualTo("name ^= web");
        assertThat(Filter.label("app:a:b").text()).isEqualTo("labels.app = a:b");
        assertThat(Filter.parse("cpu=1").and(Filter.statusIs("failed")).text())
                .isEqualTo("resources.cpu = 1 and status = failed");
    }

    @Test
    void wrongShorthandsAreRefused() {
        assertThatThrownBy(() -> Filter.statusIs("up")).isInstanceOf(FilterSyntaxException.class);
        assertThatThrownBy(() -> Filter.label("app")).isInstanceOf(FilterSyntaxException.class);
        assertThatThrownBy(() -> Filter.label(":x")).isInstanceOf(FilterSyntaxException.class);
    }

    @Test
    void lengthTermsAndValuesAreBounded() {
        assertThat(Filter.parse(termsOf(Filter.MAX_TERMS)).terms()).hasSize(Filter.MAX_TERMS);
        assertThatThrownBy(() -> Filter.parse(termsOf(Filter.MAX_TERMS + 1))).hasMessageContaining("at most 32 terms");
        assertThatThrownBy(() -> Filter.parse("name in (x" + ",x".repeat(Filter.MAX_VALUES) + ")"))
                .hasMessageContaining("at most 100 values");
        assertThatThrownBy(() -> Filter.parse("name = " + "x".repeat(Filter.MAX_LENGTH)))
                .hasMessageContaining("at most 4096 characters");
    }

    private static String termsOf(int count) {
        StringBuilder text = new StringBuilder("revision > 0");
        for (int i = 1; i < count; i++) {
            text.append(" and revision > ").append(i);
        }
        return text.toString();
    }
}
