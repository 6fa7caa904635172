package ai.rios.bench.scale;

import ai.rios.bench.report.Cell;
import ai.rios.bench.report.Figure;
import ai.rios.bench.report.Goal;
import java.util.ArrayList;
import java.util.List;

/** What a group has found so far. Confined to one thread. */
final class Findings {
    private final List<Cell> cells = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<Goal> goals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void cells(List<Cell> found) {
        cells.addAll(found);
    }

    /** A figure without a floor. */
    void figure(String what, String unit, List<Double> rounds) {
        figures.add(new Figure(what, unit, rounds, List.of()));
    }

    /** A figure of ours and what it is held against, taken in turns. */
    void figure(Figure figure) {
        figures.add(figure);
    }

    void atMost(String what, double wanted, double measured) {
        goals.add(new Goal(what, Goal.Bound.AT_MOST, wanted, measured));
    }

    void atLeast(String what, double wanted, double measured) {
        goals.add(new Goal(what, Goal.Bound.AT_LEAST, wanted, measured));
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    List<Cell> cells() {
        return cells;
    }

    List<Figure> figures() {
        return figures;
    }

    List<Goal> goals() {
        return goals;
    }

    List<String> notes() {
        return notes;
    }
}
