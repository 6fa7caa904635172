package ai.rios.edge.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The canonical form, against the samples of RFC 8785 and ECMAScript's way to write numbers. */
class CanonicalJsonTest {
    private static String canonical(String json) {
        return new String(
                CanonicalJson.bytes(StrictJson.parse(json.getBytes(StandardCharsets.UTF_8))), StandardCharsets.UTF_8);
    }

    @Test
    void theSampleOfTheRfcComesOutAsItSays() {
        String sample = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";

        assertThat(canonical(sample))
                .isEqualTo("{\"literals\":[null,true,false],"
                        + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void membersAreOrderedByTheirUtf16Units() {
        assertThat(canonical("""
                        {"\\u20ac": 1, "\\r": 2, "\\ufb33": 3, "1": 4, "\\ud83d\\ude00": 5, "\\u0080": 6, "\\u00f6": 7}"""))
                .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.0, 0",
        "1, 1",
        "1.0, 1",
        "10, 10",
        "100000000000000000000, 100000000000000000000",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "123456789012345680000, 123456789012345680000",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "1.5e-9, 1.5e-9",
        "-1.5, -1.5",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "9007199254740993, 9007199254740992",
        "295147905179352830000, 295147905179352830000"
    })
    void numbersAreWrittenAsEcmascriptWritesThem(String written, String canonical) {
        assertThat(canonical("[" + written + "]")).isEqualTo("[" + canonical + "]");
    }
}
