package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.List;

/** {@link Invariant#VIEWS_EQUAL_EVENTS}. */
final class ViewsChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        history.views()
                .forEach((tenant, rows) -> RowsComparison.differences(tenant, rows, events)
                        .forEach(text -> found.add(new Violation(
                                Invariant.VIEWS_EQUAL_EVENTS, tenant, "the list of tenant " + tenant + " " + text))));
        return found;
    }
}
