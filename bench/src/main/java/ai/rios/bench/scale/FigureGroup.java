package ai.rios.bench.scale;

/** Figures that are taken together, on stacks of their own. */
interface FigureGroup {
    /** As after {@code --only}. */
    String name();

    /** What it measures, one line. */
    String summary();

    /**
     * Takes them; minutes.
     *
     * @throws ai.rios.bench.BenchException when something fails or a request is refused
     */
    Findings run(ScaleRun run);
}
