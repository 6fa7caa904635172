package ai.rios.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ai.rios.bench.faults.cells.CellResult;
import ai.rios.bench.faults.cells.CellTimeline;
import ai.rios.bench.faults.history.Invariant;
import ai.rios.bench.faults.history.Violation;
import ai.rios.bench.report.Goal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CampaignGoalsTest {
    private static final CellTimeline NOTHING = new CellTimeline(List.of(), List.of(), List.of(), List.of());

    private static CellResult cell(String name, double recovery, String unrest, Violation... violations) {
        return new CellResult(name, 10, 5, 0, 0, List.of(violations), "", unrest, 1, recovery, 1, NOTHING);
    }

    @Test
    void recoveryIsJudgedOfKilledServicesWithAStandbyAndOfTheBroker() {
        List<Goal> goals = CampaignGoals.of(
                List.of(cell("none", Double.NaN, ""), cell("handler-kill", 5.1, ""), cell("broker-kill", 14.9, "")));

        assertThat(goals.stream().map(Goal::what))
                .containsExactly("cells that are not clean", "recovery, handler-kill, s", "recovery, broker-kill, s");
        assertThat(goals.stream().map(Goal::isMet)).containsExactly(true, false, true);
    }

    @Test
    void aCellIsNotCleanByAViolationOrByWhatDidNotComeToRest() {
        List<Goal> goals = CampaignGoals.of(List.of(
                cell("none", Double.NaN, "a timer has not fired"),
                cell("edge-kill", 1, "", new Violation(Invariant.NO_HOLES, "red", "a hole"))));

        assertThat(goals).singleElement().satisfies(goal -> {
            assertThat(goal.measured()).isEqualTo(2);
            assertThat(goal.isMet()).isFalse();
        });
    }

    @Test
    void ofTheRegistryNothingMayBeNoticed() {
        CellTimeline failures = new CellTimeline(List.of(3, 3), List.of(0, 2), List.of(), List.of());
        List<Goal> goals = CampaignGoals.of(List.of(
                cell("registry-kill", 1, ""),
                new CellResult("registry-partition-reset", 10, 5, 0, 0, List.of(), "", "", 5.1, 1, 1, failures),
                cell("broker-and-registry-kill", 1, "")));

        assertThat(goals.stream().map(Goal::what))
                .containsExactly(
                        "cells that are not clean",
                        "longest silence, registry-kill, s",
                        "attempts that failed, registry-kill",
                        "longest silence, registry-partition-reset, s",
                        "attempts that failed, registry-partition-reset");
        assertThat(goals.stream().map(Goal::isMet)).containsExactly(true, true, true, false, false);
        assertThat(goals.getLast().measured()).isEqualTo(2);
    }

    @Test
    void aCellThatCannotBePlayedHereHasALineAsWideAsTheOthers() {
        String line = CellTable.skipped("broker-disk-full", "no root");

        assertThat(line).startsWith("| broker-disk-full |").endsWith("| skipped: no root |\n");
        assertThat(line.chars().filter(letter -> letter == '|'))
                .hasSameSizeAs(CellTable.row(cell("none", Double.NaN, ""))
                        .chars()
                        .filter(letter -> letter == '|')
                        .boxed()
                        .toList());
    }

    @Test
    void lostAndDoubledAreCountedApart() {
        CellResult cell = cell(
                "none",
                Double.NaN,
                "",
                new Violation(Invariant.ACKNOWLEDGED_IS_THERE, "red", "one"),
                new Violation(Invariant.DONE_ONCE, "red", "two"),
                new Violation(Invariant.DONE_ONCE, "red", "three"));

        assertThat(cell.lost()).isEqualTo(1);
        assertThat(cell.doubled()).isEqualTo(2);
        assertThat(CellTable.row(cell)).contains("| 1 | 2 | 3 |", "**violated**");
    }
}
