package ai.rios.bench.load;

import java.time.Duration;

/** How requests are offered. Immutable. */
public sealed interface Load {
    /** How long requests are started; those in flight at its end are still waited for. */
    Duration length();

    /**
     * Requests start on a fixed schedule, whether or not earlier ones have been answered, as independent users do. A
     * request that must wait for a free connection waits on the clock: its latency counts from when it was due.
     *
     * @param perSecond arrivals a second, 1 or more
     */
    record Open(int perSecond, Duration length) implements Load {
        public Open {
            if (perSecond < 1) {
                throw new IllegalArgumentException("arrivals a second must be 1 or more, were " + perSecond);
            }
        }
    }

    /**
     * Every connection sends its next request as soon as the last one is answered: finds throughput. Its latencies say
     * how long a request took, not what a user who arrives at a given time would see.
     *
     * @param inFlight connections in use, 1 or more
     */
    record Closed(int inFlight, Duration length) implements Load {
        public Closed {
            if (inFlight < 1) {
                throw new IllegalArgumentException("requests in flight must be 1 or more, were " + inFlight);
            }
        }
    }
}
