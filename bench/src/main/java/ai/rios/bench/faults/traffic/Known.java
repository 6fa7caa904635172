package ai.rios.bench.faults.traffic;

import ai.rios.bench.faults.history.Effect;
import ai.rios.bench.faults.history.LoggedEvent;
import ai.rios.bench.faults.history.Row;
import ai.rios.bench.faults.history.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** What the clients of a tenant know of its deployments: whom to change next. Thread-safe. */
final class Known {
    private final List<String> living = new ArrayList<>();
    private final Map<String, Row> last = new HashMap<>();

    synchronized void learn(Write.Answer answer) {
        answer.rows().forEach(row -> last.merge(row.deployment(), row, Known::newer));
        for (Effect effect : answer.effects()) {
            if (effect.kind().equals(LoggedEvent.CREATED) && !living.contains(effect.deployment())) {
                living.add(effect.deployment());
            } else if (effect.kind().equals(LoggedEvent.DELETED)) {
                living.remove(effect.deployment());
                last.remove(effect.deployment());
            }
        }
    }

    synchronized Optional<String> any(SplittableRandom random) {
        return living.isEmpty() ? Optional.empty() : Optional.of(living.get(random.nextInt(living.size())));
    }

    /** Up to {@code count}, each once. */
    synchronized List<String> some(SplittableRandom random, int count) {
        List<String> left = new ArrayList<>(living);
        List<String> chosen = new ArrayList<>();
        while (chosen.size() < count && !left.isEmpty()) {
            chosen.add(left.remove(random.nextInt(left.size())));
        }
        return chosen;
    }

    synchronized Optional<Row> last(String deployment) {
        return Optional.ofNullable(last.get(deployment));
    }

    private static Row newer(Row one, Row other) {
        return one.revision() >= other.revision() ? one : other;
    }
}
