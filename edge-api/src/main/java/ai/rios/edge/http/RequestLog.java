package ai.rios.edge.http;

/** Hears of every request that was answered: for metrics and the access log. Thread-safe. */
interface RequestLog {
    /**
     * A request was answered.
     *
     * @param bytesIn of the body, as they came over the wire
     * @param bytesOut of the body, as they went over the wire
     */
    void finished(Incoming incoming, int status, long bytesIn, long bytesOut, Progress progress);

    /** A request was refused before it could be routed, for its framing. */
    void refusedBelow(int status);
}
