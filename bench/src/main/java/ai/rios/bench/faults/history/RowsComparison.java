package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What two sets of deployments that should be one differ in. */
final class RowsComparison {
    private RowsComparison() {}

    /** A sentence a difference between the living deployments of a tenant and what something else shows. */
    static List<String> differences(String tenant, List<Row> shown, EventIndex events) {
        List<String> differences = new ArrayList<>();
        Map<String, Row> left = new HashMap<>();
        for (Row row : shown) {
            if (left.put(row.deployment(), row) != null) {
                differences.add("shows " + row.deployment() + " twice");
            }
        }
        for (EventIndex.Story story : events.stories()) {
            Row made = story.last();
            if (story.tenant().equals(tenant) && made.isLiving()) {
                Row row = left.remove(made.deployment());
                if (row == null) {
                    differences.add("lacks " + made);
                } else if (!row.equals(made)) {
                    differences.add("shows " + row + ", but the events make " + made);
                }
            }
        }
        left.values().forEach(row -> differences.add("shows " + row + ", which does not live"));
        return differences;
    }
}
