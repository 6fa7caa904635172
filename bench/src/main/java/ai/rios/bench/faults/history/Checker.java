package ai.rios.bench.faults.history;

import java.util.List;

/** Checks one promise. Implementations are stateless. */
interface Checker {
    List<Violation> check(History history, EventIndex events);
}
