package ai.rios.bench;

import ai.rios.bench.report.Report;

/** One benchmark: a verb after {@code ./rios bench}. */
interface Benchmark {
    /** The verb. */
    String name();

    /** What it measures, one line. */
    String summary();

    /** How often each load is measured unless told otherwise. */
    int defaultRounds();

    /** How long each subject is warmed up unless told otherwise. */
    default int defaultWarmUpSeconds() {
        return 60;
    }

    /**
     * Runs it to its end; minutes.
     *
     * @throws BenchException when something fails or a request is refused
     */
    Report run(Options options, BenchContext context);
}
