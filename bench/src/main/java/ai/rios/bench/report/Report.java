package ai.rios.bench.report;

import ai.rios.bench.measure.Machine;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * What one benchmark run leaves behind; kept as JSON. Immutable.
 *
 * @param benchmark its verb: such as {@code post}
 * @param takenAt when it began, RFC 3339 UTC
 * @param command what to type to repeat it
 * @param revision the commit that was measured
 * @param jvmFlags of the server processes, the product's and the floor's alike
 * @param cells one a subject and load; empty where the figures are not of requests
 * @param figures those that are not of requests, of ours and a floor; reports that were kept before there were any are still read
 * @param goals what was wanted and what was measured
 * @param notes sentences that a reader of the figures must know
 */
public record Report(
        String benchmark,
        String takenAt,
        String command,
        Machine machine,
        String revision,
        List<String> jvmFlags,
        List<Cell> cells,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Figure> figures,
        List<Goal> goals,
        List<String> notes) {
    public Report {
        jvmFlags = List.copyOf(jvmFlags);
        cells = List.copyOf(cells);
        figures = List.copyOf(figures);
        goals = List.copyOf(goals);
        notes = List.copyOf(notes);
    }
}
