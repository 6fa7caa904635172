package ai.rios.bench.faults.history;

import java.util.List;

/** Holds a history against every {@link Invariant}. Pure. */
public final class HistoryChecker {
    private static final List<Checker> CHECKERS = List.of(
            new AcknowledgedChecker(),
            new DoneOnceChecker(),
            new RefusedChecker(),
            new HolesChecker(),
            new NamesChecker(),
            new ReadsChecker(),
            new NeverBackChecker(),
            new KeysChecker(),
            new OutcomesChecker(),
            new BatchesChecker(),
            new StreamsChecker(),
            new ViewsChecker(),
            new SnapshotsChecker());

    private HistoryChecker() {}

    /** Every violation, each with the record that shows it; empty when all promises were held. */
    public static List<Violation> check(History history) {
        EventIndex events = EventIndex.of(history.topics().events());
        return CHECKERS.stream()
                .flatMap(checker -> checker.check(history, events).stream())
                .toList();
    }
}
