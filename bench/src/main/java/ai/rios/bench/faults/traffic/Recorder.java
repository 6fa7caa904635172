package ai.rios.bench.faults.traffic;

import ai.rios.bench.faults.history.Read;
import ai.rios.bench.faults.history.Write;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Takes down what clients send and see. Thread-safe. */
final class Recorder {
    private final AtomicLong numbers = new AtomicLong();
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final Queue<Traffic.Moment> moments = new ConcurrentLinkedQueue<>();

    /** Of the next attempt. */
    long number() {
        return numbers.incrementAndGet();
    }

    void add(Write write, Traffic.Moment moment) {
        writes.add(write);
        moments.add(moment);
    }

    void add(Read read) {
        reads.add(read);
    }

    void add(Traffic.Moment moment) {
        moments.add(moment);
    }

    List<Write> writes() {
        return writes.stream().sorted(Comparator.comparingLong(Write::number)).toList();
    }

    List<Read> reads() {
        return reads.stream().sorted(Comparator.comparingLong(Read::number)).toList();
    }

    List<Traffic.Moment> moments() {
        return moments.stream()
                .sorted(Comparator.comparingLong(Traffic.Moment::doneNanos))
                .toList();
    }
}
