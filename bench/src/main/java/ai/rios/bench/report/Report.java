package ai.rios.bench.report;

import ai.rios.bench.measure.Machine;
import java.util.List;

/**
 * What one benchmark run leaves behind; kept as JSON. Immutable.
 *
 * @param benchmark its verb: {@code post}, {@code get} or {@code startup}
 * @param takenAt when it began, RFC 3339 UTC
 * @param command what to type to repeat it
 * @param revision the commit that was measured
 * @param jvmFlags of the server processes, the product's and the floor's alike
 * @param cells one a subject and load; empty where the figures are not of requests
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
        List<Goal> goals,
        List<String> notes) {
    public Report {
        jvmFlags = List.copyOf(jvmFlags);
        cells = List.copyOf(cells);
        goals = List.copyOf(goals);
        notes = List.copyOf(notes);
    }
}
