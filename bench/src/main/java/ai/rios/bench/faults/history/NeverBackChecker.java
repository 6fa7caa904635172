package ai.rios.bench.faults.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link Invariant#READS_NEVER_GO_BACK}: of what a client had been shown before it sent a read, the read shows the same or newer, as
 * far as the position that it named covers it.
 */
final class NeverBackChecker implements Checker {
    @Override
    public List<Violation> check(History history, EventIndex events) {
        List<Violation> found = new ArrayList<>();
        Map<String, List<Read>> byClient = new HashMap<>();
        history.reads()
                .forEach(read -> byClient.computeIfAbsent(read.client(), _ -> new ArrayList<>())
                        .add(read));
        byClient.values().forEach(reads -> checkClient(reads, events, found));
        return found;
    }

    private static void checkClient(List<Read> reads, EventIndex events, List<Violation> found) {
        List<Read> sent =
                reads.stream().sorted(Comparator.comparingLong(Read::sentNanos)).toList();
        List<Read> done =
                reads.stream().sorted(Comparator.comparingLong(Read::doneNanos)).toList();
        Map<String, Long> seen = new HashMap<>();
        int next = 0;
        for (Read read : sent) {
            while (next < done.size() && done.get(next).doneNanos() < read.sentNanos()) {
                done.get(next).rows().forEach(row -> seen.merge(row.deployment(), row.revision(), Math::max));
                next++;
            }
            for (Row row : read.rows()) {
                long before = seen.getOrDefault(row.deployment(), 0L);
                if (before > row.revision() && isCovered(row.deployment(), before, read, events)) {
                    found.add(new Violation(
                            Invariant.READS_NEVER_GO_BACK,
                            read.tenant(),
                            read.told() + " shows revision " + row.revision() + " of " + row.deployment()
                                    + " to a client that had seen " + before));
                }
            }
        }
    }

    private static boolean isCovered(String deployment, long revision, Read read, EventIndex events) {
        return events.story(deployment)
                .map(story -> story.sequences().getOrDefault(revision, Long.MAX_VALUE) <= read.minPosition())
                .orElse(false);
    }
}
