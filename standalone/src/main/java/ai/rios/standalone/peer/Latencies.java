package ai.rios.standalone.peer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** How long things took, in nanoseconds. Thread-safe. */
final class Latencies {
    private final List<Long> nanos = new ArrayList<>();

    synchronized void add(long took) {
        nanos.add(took);
    }

    synchronized int count() {
        return nanos.size();
    }

    /** The median and the 99th percentile, in microseconds; zero where there are none. */
    synchronized Map<String, Long> percentiles() {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return Map.of("p50us", at(sorted, 50), "p99us", at(sorted, 99));
    }

    private static long at(List<Long> sorted, int percent) {
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100) / 1_000;
    }
}
