package ai.rios.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {
    private static final long MILLI = 1_000_000;
    private static final long STALL_START = 5_000 * MILLI;
    private static final long STALL_END = 6_000 * MILLI;

    @Test
    void aStallIsCountedForEveryRequestThatWasDueInIt() {
        // Given a server that answers in 1 ms, but stands still for a second, under 100 requests a second
        ArrivalSchedule schedule = new ArrivalSchedule(100, Duration.ofSeconds(10));
        LatencyRecorder fromDue = new LatencyRecorder();
        Histogram fromSending = new Histogram(3);
        long freeNanos = 0;

        // When one connection sends them one after another
        for (long i = 0; i < schedule.count(); i++) {
            long due = schedule.dueNanos(i);
            long sent = Math.max(due, freeNanos);
            boolean stalled = sent >= STALL_START && sent < STALL_END;
            freeNanos = stalled ? STALL_END : sent + MILLI;
            fromDue.record(due, freeNanos);
            fromSending.recordValue(freeNanos - sent);
        }

        // Then the requests of the stall are in the tail, as HdrHistogram's own correction puts them there too
        Histogram corrected = fromSending.copyCorrectedForCoordinatedOmission(10 * MILLI);
        assertThat(millis(fromSending, 95)).as("as sent").isCloseTo(1, within(0.1));
        assertThat(millis(fromDue.histogram(), 95)).isGreaterThan(400).isCloseTo(millis(corrected, 95), within(100.0));
        assertThat(millis(fromDue.histogram(), 100)).isCloseTo(1_000, within(2.0));
    }

    @Test
    void latenciesBeyondTheRangeAreKeptAtItsEnd() {
        LatencyRecorder recorder = new LatencyRecorder();

        recorder.record(0, Duration.ofMinutes(5).toNanos());
        recorder.record(10, 5);

        assertThat(recorder.histogram().getTotalCount()).isEqualTo(2);
        assertThat(millis(recorder.histogram(), 100)).isCloseTo(60_000, within(100.0));
    }

    private static double millis(Histogram nanos, double percentile) {
        return (double) nanos.getValueAtPercentile(percentile) / MILLI;
    }
}
