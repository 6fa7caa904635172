package ai.rios.edge.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table as a text: it is as large as it is said to be, its page shows it, and what it points to is written. */
class HostilePageTest {
    private static final Path PAGE = Path.of("../docs/hostile.md");
    private static final int LEAST_ROWS = 200;

    /** With {@code -Dhostile.write} it is made so. */
    @Test
    void thePageIsTheTables() throws IOException {
        String page = HostilePage.of(HostileTable.rows());
        if (System.getProperty("hostile.write") != null) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void thereAreEnoughRowsAndNoneStandsTwice() {
        List<String> names =
                HostileTable.rows().stream().map(HostileCase::toString).toList();

        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(LEAST_ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void whatARowPointsToIsWritten(Rule rule) {
        assertThat(rule.stands()).as(rule.page() + ": " + rule.words()).isTrue();
    }

    @Test
    void everyGroupAndRuleIsUsed() {
        List<HostileCase> rows = HostileTable.rows();

        assertThat(rows).extracting(HostileCase::group).contains(Group.values());
        assertThat(rows).extracting(HostileCase::rule).contains(Rule.values());
    }
}
