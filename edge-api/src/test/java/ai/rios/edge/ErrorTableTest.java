package ai.rios.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.edge.errors.ApiCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} and the codes say the same. */
class ErrorTableTest {
    private static final Path TABLE = Path.of("../docs/errors.md");

    @Test
    void theDocumentedTableIsThatOfTheCode() throws IOException {
        List<String> rows = Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(ApiCode.values()).map(ErrorTableTest::row).toList());
    }

    private static String row(ApiCode code) {
        String status = code == ApiCode.REQUEST_TOO_LONG ? "414, 431" : Integer.toString(code.status());
        String repeat = switch (code.retry()) {
            case NEVER -> "no";
            case AGAIN -> "yes";
            case SAME_KEY -> "under the same key";
        };
        String meaning = code.meaning() + (code.isReserved() ? " *(reserved)*" : "");
        return "| `" + code.wire() + "` | " + status + " | " + repeat + " | " + meaning + " |";
    }
}
