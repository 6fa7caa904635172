package ai.rios.bench.faults.cells;

import ai.rios.bench.faults.history.Violation;
import java.util.List;

/**
 * What a fault of its own kind has to be looked at for beside the history. Immutable.
 *
 * @param violations promises that were not held
 * @param unrest what had not come to rest; empty when nothing
 * @param note what became of it, for people; empty where there is nothing to say
 */
record Finding(List<Violation> violations, String unrest, String note) {
    /** Nothing more to look at. */
    static final Finding NONE = new Finding(List.of(), "", "");

    Finding {
        violations = List.copyOf(violations);
    }
}
